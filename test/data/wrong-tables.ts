/**
 * Tables in CSV as strangers might send them, and what the reader must say to each; for wrong-files.test.ts.
 */
import type { ErrorCode } from "fashion-wasm";
import { ascii, concat, gz, idx, noise } from "./idx-files.js";
import { header, png, SIGNATURE } from "./png-files.js";

/** "accepted", or a code and what the message names. */
export type Expected = "accepted" | readonly [code: ErrorCode, ...parts: string[]];
export type WrongFile = readonly [name: string, bytes: Uint8Array, expected: Expected];

const utf8 = (text: string) => new TextEncoder().encode(text);
const HEAD = "label,pixel1,pixel2,pixel3,pixel4";
/** A good row, then one with `value` in the column pixel2; read with ten classes. */
const withValue = (value: string) => `${HEAD}\n1,2,3,4,5\n2,1,${value},3,4\n`;
const withLabel = (label: string) => `${HEAD}\n1,2,3,4,5\n${label},1,2,3,4\n`;
const PLACE = "row 2 (line 3), column 3 (pixel2)";
const wrongValue = (value: string, shown = `is "${value}"`): WrongFile => [
  `the value ${JSON.stringify(value.slice(0, 30))}`,
  utf8(withValue(value)),
  ["CSV_VALUE", PLACE, shown, "a whole number from 0 to 255"],
];
const wrongLabel = (label: string): WrongFile => [
  `the label ${label}`,
  utf8(withLabel(label)),
  ["CSV_LABEL", "row 2 (line 3), column 1 (label)", `is "${label}"`, "from 0 to 9"],
];
const text = (name: string, content: string, expected: Expected): WrongFile => [name, utf8(content), expected];
const good = `${HEAD}\n1,2,3,4,5\n2,1,2,3,4\n`;

/** Read with ten classes, images of 2 × 2. */
export const wrongTables: readonly WrongFile[] = [
  text("a good table", good, "accepted"),
  text("a mark of UTF-8", `\ufeff${good}`, "accepted"),
  text("CRLF", good.replaceAll("\n", "\r\n"), "accepted"),
  text("CR alone", good.replaceAll("\n", "\r"), "accepted"),
  text("no last line break", good.trimEnd(), "accepted"),
  text("blank lines", good.replaceAll("\n", "\n\n"), "accepted"),
  text("everything quoted", good.replace(/[^,\n]+/g, '"$&"'), "accepted"),
  text("blanks around numbers", good.replaceAll(",", " , "), "accepted"),
  text("leading zeros", good.replaceAll("5", "0005"), "accepted"),
  text("no header", "1,2,3,4,5\n", "accepted"),
  text("the label last", "pixel1,pixel2,pixel3,pixel4,label\n2,3,4,5,1\n", "accepted"),
  ["gzip", gz(utf8(good)), "accepted"],
  wrongValue("256"),
  wrongValue("-1"),
  wrongValue("+1"),
  wrongValue("12.0"),
  wrongValue("0.5"),
  wrongValue("1e2"),
  wrongValue("0x10"),
  wrongValue("NaN"),
  wrongValue("shoe"),
  wrongValue("1 2"),
  wrongValue("99999999999999999999"),
  wrongValue("4294967297"),
  wrongValue("", "is empty"),
  wrongValue("٣"),
  wrongValue("9".repeat(3000), `is "${"9".repeat(24)}…"`),
  text("NUL bytes in a row", withValue("1\0"), ["CSV_VALUE", PLACE]),
  text("a wrong value behind blank lines and CRLF", withValue("x").replaceAll("\n", "\r\n\r\n"), [
    "CSV_VALUE",
    "row 2 (line 5), column 3",
  ]),
  text("a wrong value without header", "1,2,3,4,5\n1,2,3,4,256", ["CSV_VALUE", "row 2 (line 2), column 5 (pixel4)"]),
  text("a wrong value in the first row without header", "1,2,-3,4,5\n", [
    "CSV_VALUE",
    "row 1 (line 1), column 3 (pixel2)",
  ]),
  wrongLabel("10"),
  wrongLabel("-1"),
  wrongLabel("boot"),
  wrongLabel("1.0"),
  text("no label in a row", withLabel(""), ["CSV_LABEL", "row 2 (line 3), column 1 (label): is empty"]),
  text("a row that is short", `${HEAD}\n1,2,3,4\n1,2,3,4,5\n`, [
    "CSV_COLUMNS",
    "row 1 (line 2): has 4 columns, expected 5",
  ]),
  text("a last row that is cut", `${good}1,2,3`, ["CSV_COLUMNS", "row 3 (line 4): has 3 columns", "cut short"]),
  text("a row that is long", `${HEAD}\n1,2,3,4,5,6\n`, ["CSV_COLUMNS", "row 1 (line 2): has 6 columns, expected 5"]),
  text("a comma at the end of each row", good.replaceAll("\n", ",\n"), ["CSV_HEADER", "column 6"]),
  text("a column that is missing", good.replace("pixel2,", ""), ["CSV_HEADER", "column 3", '"pixel3"', "pixel2"]),
  text("columns that changed places", good.replace("pixel2,pixel3", "pixel3,pixel2"), [
    "CSV_HEADER",
    "column 3",
    "pixel2",
  ]),
  text("an index before the label", "id,label,pixel1\n0,1,2\n", ["CSV_HEADER", "column 1", '"id"']),
  text("two labels", "label,label,pixel1\n", ["CSV_HEADER", "column 2"]),
  text("the header twice", `${HEAD}\n${good}`, ["CSV_LABEL", "row 1 (line 2)", '"label"']),
  text("semicolons", good.replaceAll(",", ";"), ["CSV_HEADER", "one column", "semicolons"]),
  text("tabs", good.replaceAll(",", "\t"), ["CSV_HEADER", "one column", "tabs"]),
  text("images of another size", "1,2,3,4,5,6\n", ["CSV_COLUMNS", "the first row has 6 columns", "2×2×1"]),
  ["an empty file", new Uint8Array(), ["CSV_EMPTY", "is empty"]],
  text("only line breaks", "\n\r\n\n", ["CSV_EMPTY", "is empty"]),
  text("only a mark of UTF-8", "\ufeff", ["CSV_EMPTY", "is empty"]),
  text("only a header", `${HEAD}\n`, ["CSV_EMPTY", "a header and no row"]),
  ["UTF-16", new Uint8Array(Buffer.from(`\ufeff${good}`, "utf16le")), ["CSV_HEADER", "UTF-16"]],
  ["UTF-16 without its mark", new Uint8Array(Buffer.from(good, "utf16le")), ["CSV_HEADER"]],
  ["4 kB of NUL", new Uint8Array(4096), ["CSV_HEADER", "one column"]],
  ["noise", noise(100_000), ["CSV_COLUMNS", "the first row has"]],
  text("a web page", "<!doctype html><title>Not found</title>", ["CSV_HEADER", "web page"]),
  text("JSON", '{"label": 1}', ["CSV_HEADER", "JSON"]),
  text("a pointer of Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 5\n", ["CSV_HEADER"]),
  ["an IDX file", idx([5, 4, 3], noise(60)), ["CSV_HEADER"]],
  ["a gzipped IDX file", gz(idx([5, 4, 3], noise(60))), ["CSV_HEADER"]],
  ["a PNG", concat(SIGNATURE, header(2, 2)), ["CSV_HEADER", "PNG"]],
  ["a whole PNG", png({ width: 2, height: 2, samples: [1, 2, 3, 4] }), ["CSV_HEADER", "PNG"]],
  ["a zip", ascii("PK\x03\x04\x14\0\0\0 and so on"), ["CSV_HEADER", "zip"]],
  ["a PDF", ascii("%PDF-1.7\n%"), ["CSV_HEADER", "PDF"]],
  text("a quotation mark that is never closed, 5 MB", `${HEAD}\n1,"2${"3,\n".repeat(1.7e6)}`, [
    "CSV_COLUMNS",
    "row 1 (line 2)",
    "quotation mark",
  ]),
  text("the same in the header", `"label${",1\n".repeat(1.7e6)}`, ["CSV_HEADER", "one column"]),
  text("a row of 5 MB", `${HEAD}\n${"1,".repeat(2.5e6)}`, ["CSV_COLUMNS", "row 1 (line 2)", "more than 5 columns"]),
  text("a first row of 5 MB", "1,".repeat(2.5e6), ["CSV_COLUMNS", "columns"]),
  text("a value of 5 MB", withValue("1".repeat(5e6)), ["CSV_COLUMNS", "row 2 (line 3)"]),
  text("a first value of 20 MB", "1".repeat(20e6), ["CSV_COLUMNS", "row 1"]),
  ["half a gzip", gz(utf8(good)).subarray(0, 40), ["GZIP_TRUNCATED"]],
  ["a bomb: 50 MB of zeros", gz(new Uint8Array(5e7)), ["GZIP_BOMB", "100 times"]],
  ["a bomb: 20 MB of line breaks", gz(new Uint8Array(2e7).fill(10)), ["GZIP_BOMB", "100 times"]],
];
