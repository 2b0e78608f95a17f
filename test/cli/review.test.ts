/** `fashion-wasm review`: what is decided is in the table, byte for byte as it was otherwise, whatever ends the process. */
import { existsSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { startReview } from "./review-cli.js";
import { reviewed, shop, text } from "./review-shop.js";
import { jsonOf } from "./run-cli.js";

describe("decisions", () => {
  it("are in the table at the end, and all else is as it was", async () => {
    const { folder, rows, table } = await shop({ failed: 1 });
    const before = text(table);
    const { child, ended, decide } = await startReview(["shop.csv", "--json"], folder);
    await decide([{ row: 0, label: "Coat" }]);
    await decide([
      { row: 1, label: rows[1]?.label },
      { row: 11, label: "Bag" },
    ]);
    child.kill("SIGINT");
    const end = await ended;
    expect(end.code).toBe(0);
    expect(jsonOf(end)).toMatchObject({
      table: "shop.csv",
      column: "reviewed_label",
      rows: 12,
      decided: 3,
      confirmed: 1,
      corrected: 1,
      namedWithoutLabel: 1,
      remaining: 9,
      doubtful: 4,
      doubtfulDecided: 1,
      failed: 1,
      accuracyInterval: { level: 0.95 },
      journal: null,
    });
    expect(text(table)).toBe(reviewed(before, { 0: "Coat", 1: rows[1]?.label as string, 11: "Bag" }));
    expect(existsSync(`${table}.review.jsonl`)).toBe(false);
  });

  it("are acknowledged only when they outlive the process, and go on from there", async () => {
    const { folder, table } = await shop();
    const before = text(table);
    const first = await startReview(["shop.csv"], folder);
    await first.decide([{ row: 2, label: "Dress" }, { row: 3, label: "Shirt" }, { undo: true }]);
    first.child.kill("SIGKILL");
    await first.ended;
    expect(text(table)).toBe(before);
    // As if it had died in the middle of a line.
    writeFileSync(`${table}.review.jsonl`, `${text(`${table}.review.jsonl`)}{"row":5,"lab`);
    const second = await startReview(["shop.csv"], folder);
    const undecided = (await (await second.ask("undecided?walk=doubtful&from=0")).json()) as { row: number }[];
    expect(undecided.map(({ row }) => row)).toContain(3);
    expect(undecided.map(({ row }) => row)).not.toContain(2);
    // What the first process took can be taken back in the second.
    expect((await second.decide([{ undo: true }])).changes).toEqual([{ row: 2, label: null, undo: true }]);
    await second.decide([{ row: 4, label: "Bag" }]);
    second.child.kill("SIGTERM");
    const end = await second.ended;
    expect(end.code).toBe(143);
    expect(text(table)).toBe(reviewed(before, { 4: "Bag" }));
  });

  it("are in the table after a pause, which a process that is killed then leaves whole", async () => {
    const { folder, table } = await shop();
    const before = text(table);
    const first = await startReview(["shop.csv"], folder);
    await first.decide([{ row: 7, label: "Bag" }]);
    await expect.poll(() => text(table), { timeout: 10_000 }).toBe(reviewed(before, { 7: "Bag" }));
    await first.decide([{ row: 8, label: "Coat" }]);
    first.child.kill("SIGKILL");
    await first.ended;
    const second = await startReview(["shop.csv", "--json"], folder);
    second.child.kill("SIGINT");
    expect(jsonOf(await second.ended)).toMatchObject({ decided: 2 });
    expect(text(table)).toBe(reviewed(before, { 7: "Bag", 8: "Coat" }));
  });

  it.skipIf(process.platform === "win32")(
    "are refused whole where there is no room for them, and the journal stays whole",
    async () => {
      const { folder, table } = await shop();
      const before = text(table);
      const { child, ended, decide } = await startReview(["shop.csv", "--json"], folder, {
        shell: 'ulimit -f 2; exec "$@"',
      });
      const fill = async () => {
        for (let row = 0; ; row = (row + 1) % 12) await decide([{ row, label: row % 2 === 0 ? "Bag" : "Coat" }]);
      };
      await expect(fill()).rejects.toThrow("507: cannot write shop.csv.review.jsonl: it is larger than");
      const lines = text(`${table}.review.jsonl`).split("\n");
      expect(lines.pop()).toBe("");
      for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
      child.kill("SIGINT");
      const end = await ended;
      expect(end.code).toBe(1);
      expect(jsonOf(end)).toMatchObject({ error: { code: "IO" }, journal: "shop.csv.review.jsonl" });
      expect(text(table)).toBe(before);
      const again = await startReview(["shop.csv"], folder);
      again.child.kill("SIGINT");
      expect((await again.ended).code).toBe(0);
      expect(text(table)).toContain(",reviewed_label\r\n");
    },
  );

  it("count once when a page sends them twice, and one after the other from two pages", async () => {
    const { folder, table } = await shop();
    const { child, ended, decide } = await startReview(["shop.csv"], folder);
    await decide(
      [
        { row: 0, label: "Bag" },
        { row: 1, label: "Bag" },
      ],
      { client: "a", first: 0 },
    );
    const again = await decide(
      [
        { row: 1, label: "Bag" },
        { row: 2, label: "Bag" },
      ],
      { client: "a", first: 1 },
    );
    expect(again.changes).toEqual([{ row: 2, label: "Bag", undo: false }]);
    await decide([{ row: 1, label: "Coat" }], { client: "b" });
    const undone = await decide([{ undo: true }], { client: "a", first: 3 });
    expect(undone.changes).toEqual([{ row: 1, label: "Bag", undo: true }]);
    for (const wrong of [{ row: 12, label: "Bag" }, { row: 0, label: "Hat" }, { row: -1, label: "Bag" }, null]) {
      await expect(decide([wrong as object])).rejects.toThrow("400");
    }
    child.kill("SIGINT");
    await ended;
    expect(text(table).match(/,Bag\r\n/g)).toHaveLength(3);
  });
});
