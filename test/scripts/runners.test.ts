/** The closing line of `npm test`: counts of both runners, and no failure that is lost. */
import { describe, expect, test } from "vitest";
import { addCounts, closingLine, countCargo, countVitest } from "../../scripts/test/runners.mjs";

describe("cargo", () => {
  const good = "running 2 tests\ntest a ... ok\n\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\n";
  const bad = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured\n";

  test("adds its result lines up", () => {
    expect(countCargo(good + bad + good, 101)).toEqual({ passed: 27, failed: 2, skipped: 2 });
  });

  test("counts a failure that no line tells of: a build error, a crash, a missing cargo", () => {
    expect(countCargo("error: could not compile", 101)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countCargo(good, null)).toEqual({ passed: 12, failed: 1, skipped: 1 });
  });

  test("is not misled by a test that prints such words", () => {
    expect(countCargo("test a ... it said: test result: ok. 9 passed; 0 failed; 0 ignored\n", 0).passed).toBe(0);
  });
});

describe("vitest", () => {
  const file = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((one) => ({ status: one })),
  });
  const report = (passed: number, failed: number, files: unknown[]) =>
    JSON.stringify({
      numPassedTests: passed,
      numFailedTests: failed,
      numPendingTests: 1,
      numTodoTests: 2,
      testResults: files,
    });

  test("takes passed, failed and skipped from its report", () => {
    const text = report(5, 1, [file("passed", "passed"), file("failed", "failed", "passed")]);
    expect(countVitest(text, 1)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  test("counts a file that could not be loaded, or whose hook failed", () => {
    const text = report(5, 0, [file("failed"), file("failed", "skipped")]);
    expect(countVitest(text, 1)).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });

  test("counts a crash without a report, and an unhandled error outside tests", () => {
    expect(countVitest(null, null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(countVitest(report(5, 0, [file("passed", "passed")]), 1).failed).toBe(1);
  });
});

test("closing line", () => {
  const total = addCounts([
    { passed: 3, failed: 0, skipped: 0 },
    { passed: 4, failed: 0, skipped: 2 },
  ]);
  expect(closingLine(total)).toBe("7 passed, 0 failed, 2 skipped");
  expect(closingLine({ ...total, skipped: 0 })).toBe("7 passed, 0 failed");
});
