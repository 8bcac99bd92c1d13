import { assertEquals } from "@std/assert";
import { type FactSource, readFacts } from "../../../src/audit/fact_reader.ts";
import { type Step, transactionLog } from "../kafka/reading/transaction_log.ts";

const fetchSize = 2;

/** The offsets read from a log whose last records are not written yet when reading begins. */
async function offsetsRead(
  steps: readonly Step[],
  range: { start: number; end: number },
  { openTimeoutMs = 10_000, hidden = 0 } = {},
) {
  const { records } = transactionLog(steps);
  let visible = records.length - hidden;
  const heard = { gaps: [] as string[], waits: [] as string[], advanced: 0 };
  const source: FactSource = {
    fetchLog: (_, positions) => {
      const position = positions.get(0)!;
      const next = Math.min(position + fetchSize, visible);
      if (position === visible && openTimeoutMs > 0) visible = records.length;
      return Promise.resolve([{
        partition: 0,
        records: records.slice(position, next),
        position: next,
      }]);
    },
    advance: (offsets) => heard.advanced += offsets,
    admit: (gap) => heard.gaps.push(gap),
    report: (line) => heard.waits.push(line),
    openTimeoutMs,
  };
  const offsets: number[] = [];
  for await (const { records } of readFacts(source, "topic", [range])) {
    offsets.push(...records.map(({ offset }) => offset));
  }
  return { offsets, ...heard };
}

const steps = [
  { producer: 1, action: "write plainly" },
  { producer: 1, action: "write" },
  { producer: 2, action: "write" },
  { producer: 2, action: "abort" },
  { producer: 1, action: "write" },
  { producer: 1, action: "commit" },
] as const;

Deno.test("readFacts() reads records within the range and their markers anywhere", async () => {
  assertEquals((await offsetsRead(steps, { start: 0, end: 6 })).offsets, [0, 1, 4]);
  const { offsets, advanced, gaps } = await offsetsRead(steps, { start: 1, end: 3 });
  assertEquals([offsets, advanced, gaps], [[1], 2, []]);
});

Deno.test("readFacts() waits for a marker that is not written yet and reports it", async () => {
  const { offsets, waits, gaps } = await offsetsRead(steps, { start: 0, end: 5 }, { hidden: 1 });
  assertEquals([offsets, gaps], [[0, 1, 4], []]);
  assertEquals(waits.length, 1);
});

Deno.test("readFacts() leaves out a transaction that stays open and reports it", async () => {
  const never = { hidden: 1, openTimeoutMs: 0 };
  const { offsets, gaps } = await offsetsRead(steps, { start: 0, end: 5 }, never);
  assertEquals(offsets, [0]);
  assertEquals(gaps, [
    '"topic[0]": 2 records belong to open transactions',
  ]);
});

Deno.test("readFacts() reads what is committed behind a transaction that stays open, in log order", async () => {
  const behind = [
    { producer: 1, action: "write" },
    { producer: 2, action: "write" },
    { producer: 3, action: "write" },
    { producer: 3, action: "commit" },
    { producer: 2, action: "commit" },
    { producer: 1, action: "abort" },
  ] as const;
  const range = { start: 0, end: 5 };
  const never = { hidden: 1, openTimeoutMs: 0 };
  const { offsets, gaps } = await offsetsRead(behind, range, never);
  assertEquals(offsets, [1, 2]);
  assertEquals(gaps.length, 1);
});

Deno.test("readFacts() does not fetch an empty range", async () => {
  assertEquals((await offsetsRead([], { start: 4, end: 4 })).offsets, []);
});
