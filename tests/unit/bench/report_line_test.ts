import { assertEquals } from "@std/assert";
import { progressReport } from "../../../bench/report_line.ts";

Deno.test("a report line appears at once, and then every two seconds with its duration", () => {
  const said: string[] = [];
  let nowMs = 0;
  const report = progressReport((line) => said.push(line), () => nowMs);
  for (
    const [atMs, line] of [
      [0, "ours: 1 of 9"],
      [1_000, "ours: 2 of 9"],
      [2_000, "ours: 3 of 9"],
      [2_100, "theirs: 0 of 9"],
      [4_200, "theirs: 5 of 9"],
    ] as const
  ) {
    nowMs = atMs;
    report(line);
  }
  assertEquals(said, [
    "ours: 1 of 9",
    "ours: 3 of 9 (since 2 s)",
    "theirs: 0 of 9",
    "theirs: 5 of 9 (since 2 s)",
  ]);
});
