/**
 * The photos of a walk as the page goes through them: the next undecided ones fetched ahead, with their pictures.
 */
import type { RowView } from "../views.js";

/** Photos that are loaded ahead. */
const AHEAD = 4;
/** Pictures that are kept. */
const KEPT = 12;

/** Asks the server for JSON; null: it has nothing there. Rejects when it does not answer. */
export type Ask = (path: string) => Promise<unknown>;

/** A way through the photos. */
export class WalkAhead {
  readonly #ask: Ask;
  readonly #walk: string;
  /** Rows that are decided on this page or another one, which the server may not have told yet. */
  readonly #isDecided: (row: number) => boolean;
  readonly #address: (row: RowView) => string | null;
  readonly #pictures = new Map<number, HTMLImageElement>();
  /** Rows that were told, by their places: the page goes back to them without the server. */
  readonly #told = new Map<number, RowView>();
  #ahead: RowView[] = [];
  /** The place from which on the server was not asked yet. */
  #from = 0;
  #isAtEnd = false;
  #loading: Promise<void> | null = null;

  constructor(
    walk: string,
    ask: Ask,
    { isDecided, address }: { isDecided: (row: number) => boolean; address: (row: RowView) => string | null },
  ) {
    this.#walk = walk;
    this.#ask = ask;
    this.#isDecided = isDecided;
    this.#address = address;
  }

  /** The next undecided photo after a place, from the beginning again at the end; null where all are decided. */
  async next(after: number): Promise<RowView | null> {
    this.#ahead = this.#ahead.filter(({ position }) => position > after);
    const next = await this.#take();
    if (next !== null) return next;
    this.from(0);
    return this.#take();
  }

  /** Goes on from a place. */
  from(position: number): void {
    this.#ahead = [];
    this.#from = position;
    this.#isAtEnd = false;
    this.#loading = null;
  }

  /** The photo at a place, decided or not; null outside of the walk. */
  async at(position: number): Promise<RowView | null> {
    if (position < 0) return null;
    return this.#told.get(position) ?? this.#keep(await this.#ask(`position?walk=${this.#walk}&at=${position}`));
  }

  /** The photo of a row; null where it is not in the walk. */
  async row(row: number): Promise<RowView | null> {
    const told = [...this.#told.values()].find((each) => each.row === row);
    return told ?? this.#keep(await this.#ask(`row/${row}?walk=${this.#walk}`));
  }

  #keep(answer: unknown): RowView | null {
    const row = answer as RowView | null;
    if (row !== null) this.#told.set(row.position, row);
    return row;
  }

  /** The picture of a photo, loaded or loading; null where none can be shown. */
  picture(row: RowView): HTMLImageElement | null {
    const known = this.#pictures.get(row.row);
    if (known !== undefined) return known;
    const address = this.#address(row);
    if (address === null) return null;
    const picture = new Image();
    picture.referrerPolicy = "no-referrer";
    picture.src = address;
    this.#pictures.set(row.row, picture);
    if (this.#pictures.size > KEPT) this.#pictures.delete(this.#pictures.keys().next().value as number);
    return picture;
  }

  async #take(): Promise<RowView | null> {
    for (;;) {
      const row = this.#ahead.shift();
      if (row === undefined) {
        if (this.#isAtEnd) return null;
        await this.#load();
      } else if (!this.#isDecided(row.row)) {
        if (this.#ahead.length < AHEAD && !this.#isAtEnd) this.#load().catch(() => undefined);
        for (const each of this.#ahead.slice(0, AHEAD)) this.picture(each);
        return row;
      }
    }
  }

  #load(): Promise<void> {
    if (this.#loading !== null) return this.#loading;
    const from = this.#from;
    const loading = this.#ask(`undecided?walk=${this.#walk}&from=${from}`).then((answer) => {
      if (this.#loading !== loading) return; // The walk goes on from elsewhere.
      const rows = answer as RowView[];
      const last = rows.at(-1);
      if (last === undefined) this.#isAtEnd = true;
      else this.#from = last.position + 1;
      for (const row of rows) this.#keep(row);
      this.#ahead.push(...rows);
      for (const row of this.#ahead.slice(0, AHEAD)) this.picture(row);
    });
    const done = () => {
      if (this.#loading === loading) this.#loading = null;
    };
    this.#loading = loading;
    return loading.finally(done);
  }
}
