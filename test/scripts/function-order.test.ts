/** Functions of a wasm file in another order: every one is still called by whoever called it. */
import { expect, test } from "vitest";
import { orderFunctions } from "../../scripts/setup/function-order.mjs";

const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const CALL = 0x10;
const DROP = 0x1a;
const END = 0x0b;
const I32 = 0x7f;
const FUNCREF = 0x70;

const constant = (value: number) => [0x41, value];
const add = 0x6a;
const refFunc = (number: number) => [0xd2, number, END];
const text = (name: string) => [name.length, ...Buffer.from(name)];
const vector = (items: readonly (readonly number[])[]) => [items.length, ...items.flat()];

/** Sizes take two bytes from 128 on. */
const sized = (bytes: readonly number[]) =>
  bytes.length < 128 ? [bytes.length, ...bytes] : [(bytes.length & 127) | 128, bytes.length >> 7, ...bytes];
const section = (id: number, content: readonly number[]) => [id, ...sized(content)];

/** Operands of every form, each with bytes that would be calls of a function if they were instructions. */
const OPERANDS = [
  ...[0x41, CALL, DROP], // i32.const
  ...[0x43, CALL, 0, CALL, 0, DROP], // f32.const
  ...[0x44, CALL, 0, CALL, 0, CALL, 0, CALL, 0, DROP], // f64.const
  ...[0x02, 0x40, 0x41, 0, 0x0e, 2, 0, 0, 0, END], // block, br_table
  ...[0xfd, 12, ...Array.from({ length: 16 }, () => CALL), DROP], // v128.const
  ...[0x41, 0, 0xfd, 0, 0, CALL, DROP], // v128.load, its offset
  ...[0x41, 0, 0xfd, 15, 0xfd, 22, 15, DROP], // i8x16.splat, extract_lane_u
  ...[0x41, 0, 0x41, 0, 0xfd, 12, ...Array.from({ length: 16 }, () => 1), 0xfd, 84, 0, CALL, CALL - 1, DROP, DROP], // load8_lane
  ...[0x41, 0, 0x41, 0, 0x41, 0, 0xfc, 11, 0], // memory.fill
  ...[0x41, 0, 0xfe, 0x10, 2, CALL, DROP], // i32.atomic.load
  ...[0xfe, 3, 0], // atomic.fence
  ...[0x41, 0, 0x41, 0, 0x41, 0, 0x1c, 1, I32, DROP], // select with a type
];

/** Functions 1 to 4, after one that is imported; 3 is the longest. */
const BODIES = [
  [0, ...constant(1), END],
  [0, CALL, 1, CALL, 0, add, END],
  [1, 2, I32, ...OPERANDS, 0x20, 1, CALL, 2, add, END],
  [0, CALL, 0, DROP, END],
];

// biome-ignore format: a section a line
const MODULE = new Uint8Array([
  ...HEADER,
  ...section(1, vector([[0x60, 0, 1, I32], [0x60, 0, 0]])),
  ...section(2, vector([[...text("from"), ...text("ten"), 0, 0], [...text("from"), ...text("memory"), 2, 3, 1, 1]])),
  ...section(3, vector([[0], [0], [0], [1]])),
  ...section(4, vector([[FUNCREF, 0, 4]])),
  ...section(6, vector([[FUNCREF, 0, ...refFunc(1)]])),
  ...section(7, vector([
    [...text("table"), 1, 0],
    [...text("global"), 3, 0],
    [...text("sum"), 0, 2],
    [...text("long"), 0, 3],
    [...text("ten"), 0, 0],
  ])),
  ...section(8, [4]),
  ...section(9, vector([
    [0, ...constant(0), END, ...vector([[1], [3]])],
    [1, 0, ...vector([[2]])],
    [2, 0, ...constant(2), END, 0, ...vector([[2]])],
    [4, ...constant(3), END, ...vector([refFunc(0)])],
    [5, FUNCREF, ...vector([refFunc(3)])],
  ])),
  ...section(10, vector(BODIES.map(sized))),
]);

/** What the module's functions give, reached in every way, and how often the imported one was called at the start. */
function results(wasm: Uint8Array) {
  let calls = 0;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const ten = () => {
    calls++;
    return 10;
  };
  const module = new WebAssembly.Module(new Uint8Array(wasm));
  const { table, global, sum, long, ten: same } = new WebAssembly.Instance(module, { from: { ten, memory } }).exports;
  const atStart = calls;
  const entries = Array.from({ length: 4 }, (_, i) => (table as WebAssembly.Table).get(i)());
  const exported = [sum, long, same].map((value) => (value as () => number)());
  return { atStart, entries, exported, global: (global as WebAssembly.Global).value() };
}

test("calls, exports, tables, globals and the start find their functions", () => {
  const before = results(MODULE);
  expect(before).toEqual({ atStart: 1, entries: [1, 11, 11, 10], exported: [11, 11, 10], global: 1 });
  const ordered = orderFunctions(MODULE).wasm;
  expect([...ordered]).not.toEqual([...MODULE]);
  expect(ordered.length).toBe(MODULE.length);
  expect(results(ordered)).toEqual(before);
});

test("the longest function is first, then what is most like it", () => {
  const long = (seed: number) => Array.from({ length: 40 }, (_, i) => [0x41, (i * seed) % 63, DROP]).flat();
  const bodies = [long(5), [...long(7), ...constant(1), DROP], long(5).slice(3), long(7)].map((code) => [
    0,
    ...code,
    END,
  ]);
  const module = (order: readonly number[]) =>
    new Uint8Array([
      ...HEADER,
      ...section(1, vector([[0x60, 0, 0]])),
      ...section(3, vector(bodies.map(() => [0]))),
      ...section(10, vector(order.map((place) => sized(bodies[place] ?? [])))),
    ]);
  expect([...orderFunctions(module([0, 1, 2, 3])).wasm]).toEqual([...module([1, 3, 0, 2])]);
});

test("a module without functions stays; what cannot be read is told", () => {
  const empty = new Uint8Array(HEADER);
  expect(orderFunctions(empty).wasm).toBe(empty);
  const one = [...section(1, vector([[0x60, 0, 0]])), ...section(3, [1, 0]), ...section(10, vector([sized([0, END])]))];
  const custom = new Uint8Array([...HEADER, ...one, ...section(0, text("name"))]);
  expect(() => orderFunctions(custom)).toThrow("strip it before");
});
