import { assertEquals, assertStringIncludes } from "@std/assert";
import { operateParts } from "../../../../tools/docs/operate_parts.ts";

const version = {
  version: "2.8.2",
  mode: "ZooKeeper",
  without: "no DescribeTransactions",
  logins: 50_000,
  date: "2026-11-30",
};
const rolling = {
  date: "2026-11-30",
  logins: 240_000,
  loginsPerSecond: 2_000,
  longest: { seconds: 3.21 },
  longestOfOne: { seconds: 4.5 },
  restarts: [{ awaySeconds: 8 }, { awaySeconds: 9.26 }],
};

Deno.test("operateParts() has a row for each version of Kafka, with what it cannot do", () => {
  const [versions] = operateParts([version], rolling);
  assertEquals(versions!.markdown.split("\n").slice(2), [
    "| 2.8.2 | ZooKeeper | 50,000 logins, one fate each | 2026-11-30 | no DescribeTransactions |",
  ]);
});

Deno.test("operateParts() shows how long each broker was down, and the longest gaps", () => {
  const text = operateParts([], rolling)[1]!.markdown;
  for (
    const row of ["| 240,000 logins, 2,000 a second |", "| 8.0, 9.3 s |", "| 3.2 s |", "| 4.5 s |"]
  ) {
    assertStringIncludes(text, row);
  }
});

Deno.test("operateParts() says if no rolling restart was measured", () => {
  assertStringIncludes(operateParts([], null)[1]!.markdown, "No figures are recorded yet");
});
