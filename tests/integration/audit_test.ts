import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { audit } from "../../src/audit/audit.ts";
import { FatalError } from "../../src/errors.ts";
import { audit as auditByContract } from "../support/audit.ts";
import { auditAgrees, auditDiffers, fieldsOf, finished, someRecord } from "../support/audited.ts";
import { type Copied, outputOf, recordsOf, write, writeOpenly } from "../support/copied_topic.ts";
import { integrationTest } from "../support/integration.ts";
import { json, login } from "../support/logins.ts";
import { denoTask } from "../support/program.ts";
import { RegisteredSchemas } from "../support/registered_schemas.ts";
import type { Scene } from "../support/scene.ts";
import { withValue } from "../support/with_value.ts";

integrationTest(
  "an audit, the contract and Java's reader agree on every fate, also with windows and several audits",
  async (scene) => {
    await scene.produce({ value: null, key: "tombstone" }, { value: new Uint8Array() });
    await finished(scene, 3_000);
    const { fates, counts } = await auditByContract(scene);
    const [report] = await Promise.all([auditAgrees(scene.config), auditAgrees(scene.config)]);
    const { enriched, filtered, deadLetters: deadLetter, tombstones } = report.totals;
    // Java's reader writes a tombstone to each partition to find the end.
    const marks = 4;
    assertEquals({ enriched, filtered, deadLetter, tombstone: tombstones }, {
      ...fates,
      tombstone: 1,
    } as unknown);
    assertEquals(report.totals.input, 3_002);
    assertEquals(report.totals.waiting, marks);
    assertEquals(report.totals.counts.emitted, counts.length);
    assertEquals(report.notChecked, []);
  },
  { env: { COUNT_WINDOWS: "PT1H,P1D" } },
);

integrationTest(
  "an audit names an output record that was removed, duplicated or altered, with exit code 1",
  async (scene) => {
    await finished(scene, 500);
    const records = await recordsOf(scene, scene.topics.output);
    const { index, record, fields, source } = await someRecord(scene, records, "source_offset");
    const value = Buffer.from(record.record.value!);
    value.write("X", value.indexOf(String(fields["ip"])));
    const altered = { ...record, record: withValue(record.record, value) };
    const changes = {
      missing: records.toSpliced(index, 1),
      duplicate: [...records, record],
      altered: records.with(index, altered),
    };
    for (const [kind, changed] of Object.entries(changes)) {
      const { env } = await outputOf(scene, changed);
      const { code, stdout, stderr } = await denoTask("audit", ["--json"], env);
      assert(stdout !== "", stderr);
      const { agrees, differences, differenceCount } = JSON.parse(stdout);
      assertEquals([kind, code, agrees, differenceCount], [kind, 1, false, 1]);
      const { partition, offset } = differences[0].source;
      assertEquals([differences[0].kind, `${partition}@${offset}`], [kind, source]);
      assert(!stdout.includes(String(fields["ip"])) && !stdout.includes(String(fields["user_id"])));
      if (kind === "altered") assertEquals(differences[0].fields, ["ip"]);
    }
    const { code, stdout } = await denoTask("audit", [], (await outputOf(scene, records)).env);
    assertEquals(code, 0);
    assertStringIncludes(stdout, "AGREES: each of 500 input records had exactly one fate");
  },
);

integrationTest(
  "an audit names records that are out of order or in another partition",
  async (scene) => {
    await finished(scene, 300);
    const records = await recordsOf(scene, scene.topics.output);
    const { index, record, source } = await someRecord(scene, records, "source_offset");
    const later = [...records.toSpliced(index, 1), record];
    assertEquals(await auditDiffers((await outputOf(scene, later)).config), [["order", source]]);
    const moved = records.with(index, { ...record, partition: (record.partition + 1) % 4 });
    assertEquals(await auditDiffers((await outputOf(scene, moved)).config), [["altered", source]]);
  },
);

integrationTest(
  "an audit reports outputs beyond the committed offset and foreign records as alien",
  async (scene) => {
    await finished(scene, 200);
    const records = await recordsOf(scene, scene.topics.output);
    const { record } = await someRecord(scene, records, "source_offset");
    // An unprocessed login, and a fact that names it as its source.
    await scene.produce({ value: json(login), partition: 0 });
    const { high } = (await scene.admin.fetchTopicOffsets(scene.topics.input))
      .find(({ partition }) => partition === 0)!;
    const source = `0@${Number(high) - 1}`;
    const value = await frameNaming(scene, record, Number(high) - 1);
    const foreign = withValue(record.record, Buffer.from("{}"));
    await write(scene, scene.topics.output, [
      { ...record, record: withValue(record.record, value) },
      { ...record, record: foreign },
    ]);
    assertEquals(await auditDiffers(scene.config), [["alien", source], ["alien", undefined]]);
  },
);

/** The frame of an enriched login that names another record of partition 0 as its source. */
async function frameNaming(scene: Scene, copied: Copied, offset: number): Promise<Buffer> {
  const schemas = new RegisteredSchemas(scene.stack.registryUrl);
  const frame = Buffer.from(copied.record.value!);
  const type = await schemas.typeOf(frame.readInt32BE(1));
  const fields = { ...await fieldsOf(scene, copied), source_partition: 0, source_offset: offset };
  return Buffer.concat([frame.subarray(0, 5), type!.toBuffer(fields)]);
}

integrationTest("an audit agrees at any moment while the pipeline works", async (scene) => {
  const processors = [await scene.started(), await scene.started()];
  const flow = scene.generate(30_000, 3_000);
  let audits = 0;
  let isOver = false;
  const ending = flow.finally(() => isOver = true);
  while (!isOver) {
    await auditAgrees(scene.config);
    if (++audits === 2) await processors[0]!.murder();
  }
  await ending;
  assert(audits > 2, `only ${audits} audits`);
  await scene.processed();
  const { totals } = await auditAgrees(scene.config);
  assertEquals([totals.input, totals.waiting], [30_000, 0]);
});

integrationTest(
  "an audit ignores aborted facts, and says how many facts are in open transactions",
  async (scene) => {
    await finished(scene, 300);
    const records = await recordsOf(scene, scene.topics.output);
    const endFirst = await writeOpenly(scene, scene.topics.output, records.slice(0, 50));
    await endFirst("abort");
    assertEquals((await auditAgrees(scene.config)).notChecked, []);
    const end = await writeOpenly(scene, scene.topics.output, records.slice(0, 50));
    // Readers see nothing after it before it ends, but what the pipeline commits is decided.
    await finished(scene, 100);
    const { notChecked, totals } = await auditAgrees(scene.config);
    assertEquals(totals.input, 400);
    assert(
      notChecked.some((gap) => gap.includes("open transactions")),
      `${notChecked}`,
    );
    await end("abort");
  },
  { env: { TRANSACTION_TIMEOUT_MS: "1000" } },
);

integrationTest(
  "an audit of part of the input judges only that part and lists what was not checked",
  async (scene) => {
    await finished(scene, 400);
    const [middleMs] = (await recordsOf(scene, scene.topics.input))
      .map(({ record }) => Number(record.timestamp)).toSorted((a, b) => b - a);
    const part = await auditAgrees(scene.config, { from: { offset: 10 }, to: { offset: 60 } });
    assertEquals(part.totals.input, 200);
    assertStringIncludes(part.notChecked.join(), "part of it was left out or is gone");
    const rest = await auditAgrees(scene.config, { from: { timeMs: middleMs! + 1 } });
    assertEquals(rest.totals.input, 0);

    const { topics, admin } = scene;
    await admin.deleteTopicRecords({
      topic: topics.input,
      partitions: [{ partition: 1, offset: "5" }],
    });
    const { totals, notChecked } = await auditAgrees(scene.config);
    assertEquals([totals.input, notChecked.length], [395, 2]);
    await admin.deleteTopicRecords({
      topic: topics.deltas,
      partitions: [{ partition: 1, offset: "1" }],
    });
    assertStringIncludes(
      (await auditAgrees(scene.config)).notChecked.join(),
      "only checked to rise",
    );
  },
);

integrationTest("an audit without its topics says what to do", async (scene) => {
  const config = { ...scene.config, deadLetterTopic: "nowhere", startTimeoutSeconds: 0 };
  const error = await assertRejects(
    () => audit(config),
    FatalError,
    "these topics do not exist: nowhere",
  );
  assertStringIncludes((error as FatalError).action, "deno task create-topics");
});
