/**
 * A slow and plain reader of orders, by the rules of docs/customers/orders.md: what the fixtures' expectations are checked with,
 * and what the real reader can be compared with on orders made at random.
 *
 * It shares with the real reader how columns and members are recognised, which has tests of its own, and nothing else.
 */
import { createHash } from "node:crypto";
import { recogniseJsonOrders } from "../../ts/customers/orders/json/recognise-json.js";
import { recogniseOrders } from "../../ts/customers/orders/recognise.js";
import { type CanonicalLine, ITEMS, type Role } from "../../ts/customers/orders/role.js";
import type { Fate } from "../../ts/customers/orders/statuses.js";
import { customersOf, type Entry, isBack } from "./naive-customers.js";
import { naiveTable } from "./naive-table.js";
import { naiveDay, naiveNumber } from "./naive-values.js";
import type { Beside, Bought, LeftOut, ReadOptions } from "./order-fixture.js";

interface Result extends Beside {
  readonly customers: Record<string, Bought>;
  readonly leftOut: LeftOut;
  /** Lines that count. */
  readonly lines: number;
}

/** What `lines` of a file hands out: lines, or a wrong row. */
interface Handed {
  readonly lines: readonly CanonicalLine[];
  readonly where: string;
  /** Names of columns, by role. */
  readonly names: ReadonlyMap<Role, string>;
  readonly statuses: Readonly<Record<string, Fate>>;
  readonly isJson: boolean;
  readonly discount: number;
  readonly goesOn: boolean;
}

/** Reads files of fixtures. */
export function naiveOrders(files: readonly string[], options: ReadOptions, classes?: ReadonlySet<string>): Result {
  const leftOut = { cancelled: 0, refunded: 0, duplicate: 0, unpaid: 0, noCustomer: 0, noQuantity: 0, noLabel: 0 };
  let [badRows, otherEvents] = [0, 0];
  const bad = (error: Error) => {
    if (options.strict) throw error;
    badRows++;
  };
  const entries: Entry[] = [];
  const before: { line: CanonicalLine } = { line: {} };
  for (const [file, name] of files.entries()) {
    for (const handed of linesOf(name, options, bad, before)) {
      if (handed.lines.length === 0) otherEvents++;
      for (const line of handed.lines) {
        try {
          const entry = entryOf(line, file, handed, options, classes);
          if (typeof entry === "string") leftOut[entry]++;
          else entries.push(entry);
        } catch (error) {
          bad(error as Error);
        }
      }
    }
  }
  const kept = withoutCopies(entries, leftOut);
  const returned = kept.filter((entry) => entry.quantity < 0 || isBack(entry)).length;
  return { ...customersOf(kept, leftOut, options), leftOut, badRows, otherEvents, returned };
}

function* linesOf(
  name: string,
  options: ReadOptions,
  bad: (error: Error) => void,
  before: { line: CanonicalLine },
): Generator<Handed> {
  const { format, rows } = naiveTable(name);
  if (format === "jsonl") {
    let orders: ReturnType<typeof recogniseJsonOrders> | undefined;
    for (const { line, cells } of rows) {
      const where = `${name}: line ${line}`;
      let object: Record<string, unknown>;
      try {
        object = JSON.parse(cells[0] as string);
      } catch {
        bad(new Error(`${where} is no JSON`));
        continue;
      }
      orders ??= recogniseJsonOrders(object, name, options.columns);
      const common = { where, names: new Map(), statuses: orders.statuses, isJson: true, discount: 0, goesOn: false };
      try {
        yield { ...common, lines: orders.lines(object, where) };
      } catch (error) {
        bad(error as Error);
      }
    }
    return;
  }
  const header = rows.shift()?.cells ?? [];
  const layout = recogniseOrders(header, name, options.columns);
  const names = new Map(layout.roles.flatMap((role, i) => (role === "" ? [] : [[role, header[i] as string] as const])));
  for (const { line, cells } of rows) {
    const where = `${name}: line ${line}`;
    if (cells.length !== header.length) {
      bad(new Error(`${where} has ${cells.length} columns, expected ${header.length}`));
      continue;
    }
    const clean = cells.map((cell) => cell.trim().replace(/^'/, "").trim());
    const common = { where, names, statuses: layout.statuses, isJson: false };
    try {
      if (layout.expand !== null) {
        yield { ...common, discount: 0, goesOn: false, lines: layout.expand(cells, where) };
        continue;
      }
    } catch (error) {
      bad(error as Error);
      continue;
    }
    const read: CanonicalLine = {};
    for (const [i, role] of layout.roles.entries()) {
      const text = clean[i] as string;
      if (role !== "" && text !== "" && text !== layout.absent[role]) read[role] = text;
    }
    const goesOn = layout.fillDown && read.time === undefined;
    if (layout.fillDown && (read.order === undefined || read.order === before.line.order)) {
      for (const [role, text] of Object.entries(before.line) as [Role, string][]) {
        if (!OF_LINE.has(role)) read[role] ??= text;
      }
    }
    before.line = read;
    const discount = layout.discount === null ? 0 : (naiveNumber(clean[layout.discount] || "0") ?? 0);
    yield { ...common, discount, goesOn, lines: [read] };
  }
}

const OF_LINE: ReadonlySet<Role> = new Set([...ITEMS, "quantity", "amount", "price", "refundedQuantity", "line"]);

/** Why a line does not count, where it is the line that says so. */
type Nothing = "noCustomer" | "noQuantity" | "refunded";

function entryOf(
  line: CanonicalLine,
  file: number,
  handed: Handed,
  options: ReadOptions,
  classes: ReadonlySet<string> | undefined,
): Entry | Nothing {
  const wrong = (role: Role, what: string) =>
    new Error(`${handed.where}, column ${handed.names.get(role) ?? role}: ${what}`);
  const number = (role: Role, otherwise: number): number => {
    const text = line[role];
    if (text === undefined) return otherwise;
    const value = handed.isJson ? Number(text) : naiveNumber(text);
    if (value === null || Number.isNaN(value)) throw wrong(role, `is ${text}, no number, or one of two`);
    return value;
  };
  if (line.time === undefined) throw wrong("time", "is empty");
  const found = naiveDay(line.time, options.dateOrder);
  if ("wrong" in found) throw wrong("time", `${line.time} ${found.wrong}`);
  if (options.today !== undefined && found.day > options.today) throw wrong("time", `${line.time} has not come`);
  const status = line.status?.toLowerCase();
  const fate = status === undefined ? "kept" : handed.statuses[status];
  if (fate === undefined) throw wrong("status", `${line.status} is not known`);
  const customer =
    (line.customer?.includes("@") ? hashed(line.customer.toLowerCase()) : line.customer) ??
    hashed(line.email?.toLowerCase()) ??
    hashed(line.phone?.replace(/[\s().-]/g, "")) ??
    "";
  const takesBack = handed.isJson && ITEMS.every((role) => line[role] === undefined) && fate !== "kept";
  const known = line.cancelledAt === undefined ? fate : "cancelled";
  if (known !== "kept" && !takesBack) {
    return { file, line, fate: known, day: found.day, customer, quantity: 1, value: 0, goesOn: handed.goesOn };
  }
  if (customer === "" && !takesBack) return "noCustomer";
  const ordered = number("quantity", 1);
  if (ordered === 0) return "noQuantity";
  const quantity = ordered - Math.abs(number("refundedQuantity", 0));
  if (quantity === 0) return "refunded";
  if (line.label !== undefined && classes?.has(line.label) === false) throw wrong("label", `${line.label} is no class`);
  const whole = line.amount === undefined ? number("price", 0) * ordered : number("amount", 0);
  const value = Math.sign(ordered) * Math.abs(((whole - handed.discount) * quantity) / ordered);
  return {
    file,
    line,
    fate: line.cancelledAt === undefined ? fate : "cancelled",
    day: found.day,
    customer,
    quantity,
    value,
    goesOn: handed.goesOn,
  };
}

function hashed(address: string | undefined): string | undefined {
  return address && createHash("sha256").update(address).digest("hex");
}

/** Leaves out what an earlier file has, or the same line of an order, of what its status keeps; a row that goes on is as the one before. */
function withoutCopies(entries: readonly Entry[], leftOut: { duplicate: number }): Entry[] {
  const fileOf = new Map<string, number>();
  const seen = new Set<string>();
  let isCopy = false;
  let last: string | undefined;
  return entries.filter(({ line, quantity, file, goesOn, fate }) => {
    const { order } = line;
    if (fate !== "kept" || order === undefined || quantity < 0 || ITEMS.every((role) => line[role] === undefined))
      return true;
    if (!goesOn || order !== last) {
      const first = fileOf.get(order) ?? file;
      fileOf.set(order, first);
      isCopy = first !== file || (line.line !== undefined && seen.has(`${order} ${line.line}`));
      if (line.line !== undefined) seen.add(`${order} ${line.line}`);
    }
    last = order;
    if (isCopy) leftOut.duplicate++;
    return !isCopy;
  });
}
