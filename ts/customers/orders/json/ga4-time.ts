/**
 * When an event of Google Analytics was: an instant in microseconds, and the day it was in the shop's time zone.
 */
import type { JsonObject } from "./json-orders.js";
import { textOf, wrong } from "./json-orders.js";

const HOUR = 3_600_000;
/** Farther east or west is no time zone. */
const MOST_HOURS = 14;
/** Microseconds of 1990 and of 2100: seconds and milliseconds are far less, nanoseconds far more. */
const [EARLIEST, LATEST] = [631_152_000_000_000, 4_102_444_800_000_000];

/**
 * The time as ISO 8601: the instant of `event_timestamp`, with an offset by which its day is that of `event_date`.
 *
 * The export does not name the time zone. The offset is the least one, in whole hours, that gives the day; where no offset does,
 * it is UTC. Errors: TABLE_ROW for what is no number of microseconds.
 */
export function ga4Time(object: JsonObject, where: string): string {
  const text = textOf(object.event_timestamp, "event_timestamp", where);
  if (text === undefined) throw wrong(where, "event_timestamp is missing");
  const micros = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!(micros >= EARLIEST && micros < LATEST)) {
    throw wrong(where, `event_timestamp is ${text}, expected microseconds since 1970, e.g. 1767261600000000`);
  }
  const instant = Math.floor(micros / 1000);
  const day = textOf(object.event_date, "event_date", where);
  for (let hours = 0; day !== undefined && hours <= MOST_HOURS; hours++) {
    for (const offset of [hours, -hours]) {
      const local = new Date(instant + offset * HOUR).toISOString();
      if (local.slice(0, 10).replaceAll("-", "") === day)
        return offset === 0 ? local : local.replace("Z", zone(offset));
    }
  }
  return new Date(instant).toISOString();
}

function zone(hours: number): string {
  return `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
}
