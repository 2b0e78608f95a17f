/**
 * Puts the functions of a wasm file in an order in which gzip finds more of them again: each is followed by the one that has
 * most in common with what gzip still looks back on. The order is the only change, and with it the functions' numbers.
 */
import { SetupError } from "./report.mjs";
import { END, HEADER, instruction, leb128, SECTION, section, sections, toLeb128 } from "./wasm-format.mjs";

/** Bytes of functions that gzip looks back on: its window is 32 KiB. */
const WINDOW = 30_000;

/** What functions have in common is counted in pieces of this many bytes. */
const PIECE = 6;

/** Added to the length of a function, so that short ones do not come first for the few pieces that all have. */
const SHORT = 20;

/** The kind of an export that is a function. */
const EXPORTED_FUNCTION = 0;

/**
 * A function's number in a module: where it stands.
 * @typedef {{ place: number, value: number, next: number }} Mention
 */

/** Where each section names functions. */
const MENTIONS = new Map([
  [SECTION.global, mentionsInGlobals],
  [SECTION.export, mentionsInExports],
  [SECTION.start, (/** @type {Uint8Array} */ wasm, /** @type {number} */ content) => [mention(wasm, content)]],
  [SECTION.element, mentionsInElements],
]);

/**
 * @param {Uint8Array} wasm a module without custom sections
 * @returns {{ wasm: Uint8Array, numbers: ReadonlyMap<number, number> }} the same module with its functions in another order; their
 * new numbers by the old ones
 */
export function orderFunctions(wasm) {
  const all = [...sections(wasm)];
  const code = all.find(({ id }) => id === SECTION.code);
  if (code === undefined) return { wasm, numbers: new Map() };
  const bodies = bodiesOf(wasm, code.content);
  const order = byLikeness(bodies);
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(new Uint8Array(wasm)));
  const imported = imports.filter(({ kind }) => kind === "function").length;
  const numbers = new Map(order.map((old, index) => [imported + old, imported + index]));
  const written = all.map(({ id, start, content, end }) => {
    if (id === SECTION.custom) {
      throw new SetupError("a custom section could name functions → strip it before ordering them");
    }
    if (id === SECTION.function) return section(id, permuted(typesOf(wasm, content), order));
    if (id === SECTION.code) {
      const renumbered = bodies.map((body) => withNumbers(body, mentionsInBody(body), numbers));
      return section(id, permuted(renumbered.map(withSize), order));
    }
    const mentions = MENTIONS.get(id)?.(wasm, content);
    if (mentions === undefined) return wasm.subarray(start, end);
    return section(id, withNumbers(wasm.subarray(0, end), mentions, numbers).subarray(content));
  });
  const ordered = Buffer.concat([wasm.subarray(0, HEADER), ...written]);
  if (!WebAssembly.validate(new Uint8Array(ordered)))
    throw new SetupError("ordering the functions made no valid wasm file");
  return { wasm: ordered, numbers };
}

/**
 * A piece of code: the functions that contain it, and how many of them are in the window.
 * @typedef {{ owners: Candidate[], inWindow: number }} Piece
 */

/**
 * A function to be placed; `common` counts its pieces that are in the window.
 * @typedef {{ index: number, size: number, pieces: Set<Piece>, common: number }} Candidate
 */

/**
 * The largest function first, then again and again the one of whose pieces most are in the window.
 * @param {readonly Uint8Array[]} bodies
 * @returns {number[]} old places in the new order
 */
function byLikeness(bodies) {
  const left = new Set(candidates(bodies));
  const order = [];
  /** @type {Candidate[]} */
  const window = [];
  let held = 0;
  for (let next = best(left, ({ size }) => size); next !== undefined; next = best(left, likeness)) {
    left.delete(next);
    order.push(next.index);
    window.push(next);
    held += next.size;
    for (const piece of next.pieces) {
      if (piece.inWindow++ === 0) for (const owner of piece.owners) owner.common++;
    }
    while (held > WINDOW && window.length > 1) held -= leave(window.shift());
  }
  return order;
}

/** @param {Candidate} candidate */
function likeness({ common, pieces }) {
  return common / (pieces.size + SHORT);
}

/**
 * Takes the oldest function out of the window.
 * @param {Candidate | undefined} oldest
 * @returns {number} its size
 */
function leave(oldest) {
  for (const piece of oldest?.pieces ?? []) {
    if (--piece.inWindow === 0) for (const owner of piece.owners) owner.common--;
  }
  return oldest?.size ?? 0;
}

/**
 * The first of the greatest; nothing of nothing.
 * @param {Iterable<Candidate>} candidates
 * @param {(candidate: Candidate) => number} measure
 */
function best(candidates, measure) {
  /** @type {Candidate | undefined} */
  let found;
  let most = -1;
  for (const candidate of candidates) {
    const value = measure(candidate);
    if (value > most) [found, most] = [candidate, value];
  }
  return found;
}

/**
 * @param {readonly Uint8Array[]} bodies
 * @returns {Candidate[]}
 */
function candidates(bodies) {
  /** @type {Map<string, Piece>} */
  const known = new Map();
  return bodies.map((body, index) => {
    const text = Buffer.from(body).toString("latin1");
    const candidate = { index, size: body.length, pieces: new Set(), common: 0 };
    for (let start = 0; start + PIECE <= text.length; start++) {
      const key = text.slice(start, start + PIECE);
      const piece = known.get(key) ?? { owners: [], inWindow: 0 };
      known.set(key, piece);
      if (candidate.pieces.has(piece)) continue;
      candidate.pieces.add(piece);
      piece.owners.push(candidate);
    }
    return candidate;
  });
}

/**
 * The types of functions, each as it stands.
 * @param {Uint8Array} wasm
 * @param {number} content
 */
function typesOf(wasm, content) {
  let { value: count, next } = leb128(wasm, content);
  return Array.from({ length: count }, () => {
    const start = next;
    next = leb128(wasm, start).next;
    return wasm.subarray(start, next);
  });
}

/**
 * The bodies of functions, without their sizes.
 * @param {Uint8Array} wasm
 * @param {number} content
 */
function bodiesOf(wasm, content) {
  let { value: count, next } = leb128(wasm, content);
  return Array.from({ length: count }, () => {
    const size = leb128(wasm, next);
    next = size.next + size.value;
    return wasm.subarray(size.next, next);
  });
}

/** @param {Uint8Array} body */
function withSize(body) {
  return Buffer.concat([Uint8Array.from(toLeb128(body.length)), body]);
}

/**
 * A vector with its items in another order.
 * @param {readonly Uint8Array[]} items
 * @param {readonly number[]} order
 */
function permuted(items, order) {
  return Buffer.concat([Uint8Array.from(toLeb128(items.length)), ...order.flatMap((old) => items[old] ?? [])]);
}

/**
 * Bytes that mention functions, with their new numbers.
 * @param {Uint8Array} bytes
 * @param {readonly Mention[]} mentions
 * @param {ReadonlyMap<number, number>} numbers those that change
 */
function withNumbers(bytes, mentions, numbers) {
  let copied = 0;
  const parts = mentions.flatMap(({ place, value, next }) => {
    const before = bytes.subarray(copied, place);
    copied = next;
    return [before, Uint8Array.from(toLeb128(numbers.get(value) ?? value))];
  });
  return Buffer.concat([...parts, bytes.subarray(copied)]);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} place
 * @returns {Mention}
 */
function mention(bytes, place) {
  return { place, ...leb128(bytes, place) };
}

/** @param {Uint8Array} body */
function mentionsInBody(body) {
  let { value: groups, next } = leb128(body, 0);
  for (; groups > 0; groups--) next = leb128(body, next).next + 1; // locals: how many, of which type
  return mentionsInCode(body, next, body.length).mentions;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} place
 * @param {number} [end] of a constant expression, where it ends itself
 */
function mentionsInCode(bytes, place, end) {
  /** @type {Mention[]} */
  const mentions = [];
  for (;;) {
    const { opcode, next, namesFunction } = instruction(bytes, place);
    if (namesFunction) mentions.push(mention(bytes, place + 1));
    place = next;
    if (end === undefined ? opcode === END : place >= end) return { mentions, next: place };
  }
}

/**
 * @param {Uint8Array} wasm
 * @param {number} content
 */
function mentionsInGlobals(wasm, content) {
  let { value: count, next } = leb128(wasm, content);
  return Array.from({ length: count }, () => {
    const value = mentionsInCode(wasm, next + 2); // type, whether it changes
    next = value.next;
    return value.mentions;
  }).flat();
}

/**
 * @param {Uint8Array} wasm
 * @param {number} content
 */
function mentionsInExports(wasm, content) {
  let { value: count, next } = leb128(wasm, content);
  return Array.from({ length: count }, () => {
    const name = leb128(wasm, next);
    const kind = name.next + name.value;
    const exported = mention(wasm, kind + 1);
    next = exported.next;
    return wasm[kind] === EXPORTED_FUNCTION ? [exported] : [];
  }).flat();
}

/**
 * @param {Uint8Array} wasm
 * @param {number} content
 */
function mentionsInElements(wasm, content) {
  let { value: count, next } = leb128(wasm, content);
  /** @type {Mention[]} */
  const mentions = [];
  for (; count > 0; count--) {
    const flags = leb128(wasm, next);
    next = flags.next;
    const [passive, explicit, expressions] = [1, 2, 4].map((bit) => (flags.value & bit) !== 0);
    if (!passive) {
      if (explicit) next = leb128(wasm, next).next; // the table
      next = mentionsInCode(wasm, next).next; // the first place in it
    }
    if (passive || explicit) next++; // what kind
    const items = leb128(wasm, next);
    next = items.next;
    for (let item = 0; item < items.value; item++) {
      const plain = mention(wasm, next);
      const found = expressions ? mentionsInCode(wasm, next) : { mentions: [plain], next: plain.next };
      mentions.push(...found.mentions);
      next = found.next;
    }
  }
  return mentions;
}
