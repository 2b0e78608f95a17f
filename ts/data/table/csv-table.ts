/**
 * A table in CSV: Rust cuts it into rows (crates/data/src/table), here they become cells.
 */
import { freeIfWhole } from "../../wasm/instances.js";
import type { DataGlue } from "../data-file.js";
import { dataWasm } from "../data-wasm.js";
import type { Pieces } from "./pieces.js";
import type { Table, TableBatch, TablePlace, TablePlan, TableRow } from "./table.js";
import type { TableForm } from "./table-form.js";

type Rows = InstanceType<DataGlue["TableRows"]>;

/** A table in CSV that was opened. */
export class CsvTable implements Table {
  readonly #source: Source;
  readonly #place: TablePlace | undefined;
  readonly form: TableForm;
  readonly header: boolean;
  readonly columns: readonly string[];
  readonly first = null;

  private constructor(source: Source, facts: Pick<Table, "form" | "header" | "columns">, place?: TablePlace) {
    this.#source = source;
    this.#place = place;
    this.form = facts.form;
    this.header = facts.header;
    this.columns = facts.columns;
  }

  /** Reads the first row. */
  static async open(pieces: Pieces, name: string, form: TableForm, header: boolean): Promise<CsvTable> {
    const source = await Source.open(pieces, name, (glue) => new glue.TableRows(form.delimiter.charCodeAt(0)));
    const columns = await source.firstRow();
    return new CsvTable(source, { form, header, columns });
  }

  /** Goes on after a row. */
  static async resumed(pieces: Pieces, name: string, place: TablePlace): Promise<CsvTable> {
    const { form, columns, header } = place;
    const source = await Source.open(pieces, name, () => undefined);
    return new CsvTable(source, { form, header, columns }, place);
  }

  async *batches(plan: TablePlan): AsyncGenerator<TableBatch> {
    const { header, columns } = this;
    const [kept, pixels] = [Uint32Array.from(plan.kept), Uint32Array.from(plan.pixels)];
    const place = this.#place;
    if (place === undefined) this.#source.use((rows) => rows.plan(kept, pixels, header));
    else {
      const delimiter = this.form.delimiter.charCodeAt(0);
      const names = header ? [...columns] : [];
      this.#source.start((glue) => glue.TableRows.resumed(delimiter, names, columns.length, kept, pixels));
    }
    for await (const taken of this.#source.batches()) {
      const rows = rowsOf(taken, plan.kept.length, place ?? { rows: 0, read: 0, lineFeeds: 0 });
      if (rows.length > 0) yield { rows, pixels: taken.pixels };
    }
  }
}

/** What Rust has read, as it crosses the border. */
interface Taken {
  readonly before: number;
  readonly lines: Float64Array;
  readonly read: Float64Array;
  readonly text: string;
  readonly ends: Uint32Array;
  readonly pixels: Uint8Array;
  readonly wrong: ReadonlyMap<number, string>;
}

type Before = Pick<TablePlace, "rows" | "read" | "lineFeeds">;

function rowsOf(taken: Taken, fields: number, before: Before): TableRow[] {
  const { text, ends, lines, wrong } = taken;
  const read = (place: number) => taken.read[place] as number;
  let start = 0;
  return Array.from(lines, (line, row) => {
    const cells = new Array<string>(fields);
    for (let field = 0; field < fields; field++) {
      const end = ends[row * fields + field] as number;
      cells[field] = text.slice(start, end);
      start = end;
    }
    return {
      number: before.rows + taken.before + row + 1,
      line: before.lineFeeds + line,
      read: before.read + read(2 * row),
      lineFeeds: before.lineFeeds + read(2 * row + 1),
      cells,
      error: wrong.get(row) ?? null,
    };
  });
}

/** The reader in Rust, and what it is fed with. */
class Source {
  readonly #name: string;
  readonly #wasm: Awaited<ReturnType<typeof dataWasm>>;
  readonly #pieces: AsyncGenerator<Uint8Array>;
  #piece: Uint8Array | undefined;
  #rows: Rows | undefined;
  /** Nothing more is at hand now. */
  #waits = false;

  private constructor(pieces: Pieces, name: string, wasm: Awaited<ReturnType<typeof dataWasm>>) {
    this.#pieces = pieces.rest();
    this.#name = name;
    this.#wasm = wasm;
  }

  static async open(pieces: Pieces, name: string, make: (glue: DataGlue) => Rows | undefined): Promise<Source> {
    const source = new Source(pieces, name, await dataWasm());
    source.start(make);
    return source;
  }

  start(make: (glue: DataGlue) => Rows | undefined): void {
    this.#rows = this.#wasm.named(this.#name, "ENGINE_PANIC", make);
  }

  use<T>(work: (rows: Rows) => T): T {
    return this.#wasm.named(this.#name, "ENGINE_PANIC", () => work(this.#rows as Rows));
  }

  /** The first row; none of an empty table. */
  async firstRow(): Promise<readonly string[]> {
    for (let more = true; more; ) {
      more = await this.#feed();
      const found = this.use((rows) => rows.firstRow());
      if (found !== undefined) return found;
    }
    return [];
  }

  async *batches(): AsyncGenerator<Taken> {
    try {
      for (let more = true; more; ) {
        const fed = await this.#feed().catch((error: unknown) => error);
        if (typeof fed !== "boolean") {
          yield this.use(taken); // what was read before counts
          throw fed;
        }
        more = fed;
        // Whoever writes line by line, and waits for answers, gets them.
        if (!more || this.#waits || this.use((rows) => rows.isFull())) yield this.use(taken);
      }
    } finally {
      if (this.#rows !== undefined) freeIfWhole(this.#rows);
      await this.#pieces.return(undefined);
    }
  }

  /** Gives Rust what it takes of the piece at hand, or of the next; false at the end. */
  async #feed(): Promise<boolean> {
    if (this.#piece === undefined || this.#piece.length === 0) {
      const next = await this.#pieces.next();
      this.#piece = next.done ? undefined : next.value;
    }
    const piece = this.#piece;
    this.#waits = piece?.length === 0;
    if (piece === undefined) return !this.use((rows) => rows.finish());
    this.#piece = piece.subarray(this.use((rows) => rows.push(piece)));
    return true;
  }
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function taken(rows: Rows): Taken {
  const batch = rows.take();
  try {
    const reasons = batch.wrongReasons();
    return {
      before: batch.before,
      lines: batch.takeLines(),
      read: batch.takeRead(),
      text: decoder.decode(batch.takeText()),
      ends: batch.takeEnds(),
      pixels: batch.takePixels(),
      wrong: new Map(Array.from(batch.wrongRows(), (row, i) => [row, reasons[i] as string])),
    };
  } finally {
    freeIfWhole(batch);
  }
}
