/**
 * `npm test`: the Rust tests natively, then the TypeScript tests, and one line that counts both.
 *
 *   npm test                    everything
 *   npm test -- model data      only vitest, only files whose name has one of these
 *   npm test -- --rust          only cargo
 *   npm run test:long           everything, with *.long.test.ts and ignored Rust tests
 *
 * The last line is `N passed, N failed`, with `, N skipped` when there are such. What cannot be counted, a crash or a
 * build that fails, counts as one failure; no test at all is a failure too.
 */
import { addCounts, closingLine, runCargoTests, runVitest } from "./test/runners.mjs";

const args = process.argv.slice(2);
const long = args.includes("--long");
const rustOnly = args.includes("--rust");
const filters = args.filter((argument) => argument !== "--long" && argument !== "--rust");

const counts = [];
if (filters.length === 0) counts.push(await runCargoTests({ long }));
if (!rustOnly) counts.push(await runVitest({ long, filters }));

const total = addCounts(counts);
console.log(closingLine(total));
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
