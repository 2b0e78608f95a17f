/**
 * What the page may ask for: itself, rows in the order of a walk, photos, what the model saw of them, changes as they come; and
 * what it may send: decisions, and that the review is over.
 */
import type { ServerResponse } from "node:http";
import { FashionWasmError } from "../../index.js";
import { type Orders, WALKS, type Walk, walkOf } from "./order.js";
import { pageOf } from "./page.js";
import { inline, photo, seen } from "./photo-answers.js";
import { type Place, placeOf } from "./photos.js";
import { progressOf } from "./progress.js";
import type { Answer, Asked } from "./server.js";
import type { Session, Wish } from "./session.js";
import type { Progress, RowView, Start } from "./views.js";

/** What is served. */
export interface Served {
  readonly session: Session;
  readonly orders: Orders;
  /** The folder that relative paths of photos begin at. */
  readonly base: string;
  /** The table's name, for the page. */
  readonly title: string;
  readonly remoteImages: boolean;
  /** Called when a page says that the review is over. */
  onFinish(): void;
}

/** Characters of a photo in the table itself that stand for it. */
const NAME_LENGTH = 40;
/** Rows that are told at a time. */
const ROWS = 8;

/** What answers requests. */
export interface Routes {
  answerTo(asked: Asked): Promise<Answer | null>;
  /** Tells all pages that the review is over, and why nothing more can be saved. */
  end(text: string): void;
}

/** Makes it. */
export function routesOf(served: Served): Routes {
  const { session, orders, base, title, remoteImages, onFinish } = served;
  const walks = {
    doubtful: walkOf(orders, "doubtful"),
    random: walkOf(orders, "random"),
    failed: walkOf(orders, "failed"),
  };
  const listeners = new Set<ServerResponse>();
  const tell = (value: object) => {
    for (const response of listeners) response.write(`data: ${JSON.stringify(value)}\n\n`);
  };
  session.onChange = (changes, client) => tell({ changes, client });
  session.onTrouble = () => tell({ changes: [], client: "" });
  const walkIn = ({ query }: Asked): Walk => WALKS.find((walk) => walk === query.get("walk")) ?? "doubtful";
  const view = (walk: Walk, position: number): RowView => {
    const row = walks[walk][position] as number;
    const { topK, reason, error, image } = session.answers.answer(row);
    const isFlagged = session.answers.flags[row] === 1;
    const place = placeOf(image, base);
    const kind = place.kind === "inline" ? "file" : place.kind;
    return {
      position,
      row,
      image: nameOf(place, image),
      place: kind,
      topK,
      isFlagged,
      reason,
      error,
      reviewed: session.labelOf(row),
    };
  };
  /** Undecided rows from a place of the walk on. */
  const undecided = (walk: Walk, from: number): RowView[] => {
    const rows = walks[walk];
    const found: RowView[] = [];
    for (let at = Math.max(0, from); at < rows.length && found.length < ROWS; at++) {
      if ((session.reviewed[rows[at] as number] as number) < 0) found.push(view(walk, at));
    }
    return found;
  };
  const rowIn = (text: string | undefined): number | null => {
    const row = /^\d{1,10}$/.test(text ?? "") ? Number(text) : Number.NaN;
    return row < session.reviewed.length ? row : null;
  };
  const wishesIn = (value: unknown): { client: string; first: number; wishes: Wish[] } => {
    const { client, first, wishes } = (value ?? {}) as Record<string, unknown>;
    const isWish = (wish: { undo?: unknown; row?: unknown; label?: unknown } | null) =>
      wish?.undo === true ||
      (rowIn(String(wish?.row)) !== null && session.answers.classNames.includes(wish?.label as string));
    const isRight =
      typeof client === "string" && Number.isSafeInteger(first) && Array.isArray(wishes) && wishes.every(isWish);
    if (isRight) return { client, first: first as number, wishes: wishes as Wish[] };
    throw new FashionWasmError("INVALID_ARGUMENT", "review: the decisions are none of this table");
  };
  const progress = (asked: Asked): Progress => progressOf(session, orders, walkIn(asked));

  const answerTo = async (asked: Asked): Promise<Answer | null> => {
    const { method, path } = asked;
    const [what, which] = path;
    if (method === "POST" && what === "decisions") {
      const { client, first, wishes } = wishesIn(await asked.json());
      const changes = await session.take(wishes, { client, first });
      return json({ changes, progress: progress(asked) });
    }
    if (method === "POST" && what === "finish") {
      await asked.json();
      // After the answer has gone out.
      setImmediate(onFinish);
      return json({});
    }
    if (method !== "GET") return null;
    if (what === "") {
      const start: Start = {
        table: title,
        classNames: session.answers.classNames,
        walks: { doubtful: walks.doubtful.length, random: walks.random.length, failed: walks.failed.length },
        remoteImages,
      };
      return pageOf(start);
    }
    if (what === "progress") return json(progress(asked));
    if (what === "undecided") return json(undecided(walkIn(asked), Number(asked.query.get("from") ?? 0)));
    if (what === "position") {
      const position = rowIn(asked.query.get("at") ?? "");
      return position !== null && position < walks[walkIn(asked)].length ? json(view(walkIn(asked), position)) : null;
    }
    if (what === "row") {
      const row = rowIn(which);
      const position = row === null ? -1 : walks[walkIn(asked)].indexOf(row);
      return position < 0 ? null : json(view(walkIn(asked), position));
    }
    if (what === "changes") {
      return {
        headers: { "content-type": "text/event-stream" },
        stream: (response) => {
          response.write(": here\n\n");
          listeners.add(response);
          response.on("close", () => listeners.delete(response));
        },
      };
    }
    const row = rowIn(which);
    const place = row === null ? null : placeOf(session.answers.answer(row).image, base);
    if (place === null || place.kind === "nothing" || place.kind === "address") return null;
    if (what === "photo")
      return place.kind === "file" ? photo(place.path, asked.headers["if-none-match"]) : inline(place.url);
    return what === "seen" ? seen(place) : null;
  };
  return {
    answerTo,
    end: (text) => {
      tell({ changes: [], client: "", ended: text });
      for (const response of listeners) response.end();
    },
  };
}

/** What the page calls a photo. */
function nameOf(place: Place, image: string): string {
  if (place.kind === "address") return place.url;
  return place.kind === "inline" ? `${image.slice(0, NAME_LENGTH)} …` : image;
}

function json(value: unknown): Answer {
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}
