/**
 * Numbers and days as order files write them, for the slow reader of tests.
 */

/** A number, by its point or comma; null where it may be two numbers, or is none. */
export function naiveNumber(text: string): number | null {
  if (!/^-?[\d.,]+$/.test(text)) return null;
  const separators = [...text].filter((sign) => sign === "." || sign === ",");
  const last = separators.at(-1);
  if (last === undefined) return Number(text);
  const kinds = new Set(separators).size;
  const tail = text.length - text.lastIndexOf(last) - 1;
  const isDecimal = kinds === 2 ? separators.filter((sign) => sign === last).length === 1 : separators.length === 1;
  // 1,189 and 1.189: thousands or not.
  if (kinds === 1 && separators.length === 1 && tail === 3 && /^-?\d{1,3}[.,]/.test(text)) return null;
  const whole = isDecimal ? text.slice(0, -tail - 1) : text;
  if (!/^-?\d+$/.test(whole) && !/^-?\d{1,3}([.,]\d{3})+$/.test(whole)) return null;
  return Number(whole.replace(/[.,]/g, "") + (isDecimal ? `.${text.slice(-tail)}` : ""));
}

/** The day that a time stands for, as it is written; what is wrong with it otherwise. */
export function naiveDay(text: string, order: "dmy" | "mdy" | undefined): { day: string } | { wrong: string } {
  const day = (year = "", month = "", date = "") => ({ day: [year, month, date].join("-") });
  const [, y, m, d] =
    /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ]\d\d:\d\d.*)?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? [];
  if (y !== undefined) return day(y, m, d);
  const [, date, month, year] = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(text) ?? [];
  if (year !== undefined) return day(year, month, date);
  const [, first, second, last] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? [];
  if (last === undefined) return { wrong: "is no time" };
  if (order === undefined) return { wrong: "may be the day or the month first" };
  return order === "dmy" ? day(last, second, first) : day(last, first, second);
}
