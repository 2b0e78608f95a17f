/**
 * What a learning rate may be beside a number.
 */
import { madeOption } from "../options/made.js";
import { SCHEDULES, type Schedule } from "./schedules.js";

/** Checks a schedule and fills in what it leaves out. */
export function scheduleOption(where: string, name: string, received: unknown): Schedule {
  return madeOption<Schedule>(where, name, received, SCHEDULES, { byName: false, or: "a finite number ≥ 0, or " });
}
