import { assertEquals } from "@std/assert";
import { CountLedger } from "../../../src/audit/count_ledger.ts";
import { countIdOf } from "../../../src/audit/count_sums.ts";
import { Findings } from "../../../src/audit/findings.ts";
import { GroupPositions } from "../../../src/audit/group_positions.ts";
import { checkLatestCounts } from "../../../src/audit/latest_counts.ts";

/** Deltas of partition 0: one login of each locale at each of its offsets. */
const deltas = { A: [0, 3], B: [1], C: [2, 4] };

/** The differences of these latest counts, for a committed offset. */
async function shortfalls(
  counts: Readonly<Record<string, number>>,
  { maxLocales = 9, position = 5 } = {},
): Promise<string[]> {
  const ledger = new CountLedger(() => ({ windows: { sizes: [], retentionMs: 0 }, maxLocales }));
  for (const [locale, offsets] of Object.entries(deltas)) {
    for (const offset of offsets) {
      const record = { offset, timestamp: 1, key: null, value: null, headers: [] };
      const fields = { locale, window_start: null, window_end: null, delta: 1, last_login: 1 };
      ledger.take(0, record, fields);
    }
  }
  const questions = { groupId: "count", settleMs: 0, report: () => {} };
  const positions = await GroupPositions.read(
    { ...questions, position: () => Promise.resolve(position) },
    1,
  );
  const latest = new Map(
    Object.entries(counts).map(([locale, count]) => {
      return [countIdOf(locale, null), { locale, window: null, count }];
    }),
  );
  const findings = new Findings(100);
  const rest = { kind: "count", topic: "output", isExempt: () => false } as const;
  checkLatestCounts(latest, { ledger, positions, findings, ...rest });
  return findings.differences.map(({ key }) => key!);
}

Deno.test("each latest count must include all its deltas below the committed offset", async () => {
  assertEquals(await shortfalls({ A: 2, B: 1, C: 2 }), []);
  assertEquals(await shortfalls({ A: 1, C: 2 }), ["A", "B"]);
  assertEquals(await shortfalls({ A: 1, B: 1, C: 1 }, { position: 3 }), []);
});

Deno.test("the sum of locales that are counted together must include all their deltas", async () => {
  const together = { maxLocales: 1 };
  assertEquals(await shortfalls({ A: 2, "~other-0": 3 }, together), []);
  assertEquals(await shortfalls({ A: 2, "~other-0": 2 }, together), ["~other-0"]);
  assertEquals(await shortfalls({ A: 2, "~other-0": 4 }, together), ["~other-0"]);
});
