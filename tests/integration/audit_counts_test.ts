import { assert, assertEquals } from "@std/assert";
import { auditAgrees, auditDiffers, finished, someRecord } from "../support/audited.ts";
import { outputOf, recordsOf, write, writeOpenly } from "../support/copied_topic.ts";
import { alterCounts } from "../support/damage.ts";
import { integrationTest } from "../support/integration.ts";
import { inputRecord, json, login } from "../support/logins.ts";
import { denoTask } from "../support/program.ts";
import { withValue } from "../support/with_value.ts";

integrationTest(
  "an audit names a count that was altered, removed or written twice",
  async (scene) => {
    await finished(scene, 500);
    const records = await recordsOf(scene, scene.topics.output);
    // The last count of its locale: the audit cannot know how many steps led to it.
    const last = await someRecord(scene, records.toReversed(), "count");
    const { record, fields } = last;
    const index = records.length - 1 - last.index;
    const locale = String(fields["locale"]);
    // The count follows the locale, as a zigzag number.
    const value = Buffer.from(record.record.value!);
    const at = 5 + 1 + Buffer.byteLength(locale);
    value[at] = value[at]! ^ 0x02;
    const changes = [
      records.with(index, { ...record, record: withValue(record.record, value) }),
      [...records, record],
      records.toSpliced(index, 1),
    ];
    for (const changed of changes) {
      const differences = await auditDiffers((await outputOf(scene, changed)).config);
      assertEquals([...new Set(differences.map(([kind, key]) => `${kind} ${key}`))], [
        `count ${locale}`,
      ]);
    }
  },
);

integrationTest(
  "an audit names rows of the table, deltas and dead letters that another program wrote",
  async (scene) => {
    await finished(scene, 500);
    const { topics, config } = scene;
    const [row] = (await recordsOf(scene, topics.counts)).filter(({ record }) =>
      record.key!.length > 0
    );
    const [delta] = await recordsOf(scene, topics.deltas);
    const [letter] = await recordsOf(scene, topics.deadLetters);
    await write(scene, topics.deadLetters, [letter!]);
    assertEquals((await auditDiffers(config)).map(([kind]) => kind), ["duplicate"]);
    await write(scene, topics.counts, [{ ...row!, record: withValue(row!.record, null) }]);
    const afterRow = await auditDiffers(config);
    assertEquals(afterRow.map(([kind]) => kind), ["duplicate", "table"]);
    await write(scene, topics.deltas, [delta!]);
    const kinds = (await auditDiffers(config)).map(([kind]) => kind);
    assertEquals(kinds, ["duplicate", "deltas", "table"]);
  },
);

integrationTest(
  "an audit checks locales beyond the cap by their sum, and shows their logins",
  async (scene) => {
    await finished(scene, 2_000);
    const { totals: { counts } } = await auditAgrees(scene.config);
    assert(counts.overflow > 0 && counts.overflow < counts.logins);
    const records = await recordsOf(scene, scene.topics.output);
    const last = records.findLastIndex(({ record }) =>
      `${Buffer.from(record.key!)}`.startsWith("~")
    );
    const { config } = await outputOf(scene, records.toSpliced(last, 1));
    assertEquals((await auditDiffers(config)).map(([kind]) => kind), ["count"]);
  },
  { env: { MAX_LOCALES: "3" } },
);

integrationTest(
  "an audit decides lateness by the order of the log, not of the commits",
  async (scene) => {
    const at = (time: string) => {
      const timestamp = Date.parse(time);
      const value = json({ ...login, timestamp: timestamp / 1000 });
      return {
        partition: 0,
        value,
        timestampMs: timestamp,
        record: inputRecord(value, { timestamp }),
      };
    };
    const end = await writeOpenly(scene, scene.topics.input, [at("2026-03-01T10:00:00Z")]);
    await scene.produce(at("2026-03-09T10:00:00Z"), at("2026-03-01T10:00:00Z"));
    await end("commit");
    await scene.started();
    await scene.processed();
    const { totals, notChecked } = await auditAgrees(scene.config);
    assertEquals([totals.enriched, totals.counts.keys, notChecked], [3, 3, []]);
  },
  { env: { COUNT_WINDOWS: "PT1H", COUNT_RETENTION: "PT1H" } },
);

integrationTest("an audit agrees after a recount has corrected the counts", async (scene) => {
  await finished(scene, 300);
  await finished(scene, 300);
  await alterCounts(scene);
  assertEquals((await auditDiffers(scene.config)).map(([kind]) => kind), ["table"]);
  const { code, stderr } = await denoTask("recount", ["--yes"], scene.env);
  assertEquals([code, code === 0 ? "" : stderr], [0, ""]);
  await auditAgrees(scene.config);
  await finished(scene, 300);
  const { totals } = await auditAgrees(scene.config);
  assertEquals(totals.input, 900);
});
