import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { audit } from "../../src/audit/audit.ts";
import { auditAgrees, auditDiffers, finished, someRecord } from "../support/audited.ts";
import { outputOf, recordsOf, write } from "../support/copied_topic.ts";
import { integrationTest } from "../support/integration.ts";
import { json, login } from "../support/logins.ts";
import { denoTask } from "../support/program.ts";
import type { Scene } from "../support/scene.ts";
import { configureTopic } from "../support/topic_config.ts";
import { until } from "../support/until.ts";
import { withValue } from "../support/with_value.ts";

integrationTest(
  "an audit lists logins as lost that were deleted before they were processed, with exit code 1",
  async (scene) => {
    await finished(scene, 400);
    const first = (await scene.ends(scene.topics.input)).get(1)!;
    await scene.generate(400);
    await deleteBefore(scene, 1, first + 3);
    const { code, stdout } = await denoTask("audit", ["--json"], scene.env);
    const { differences, differenceCount } = JSON.parse(stdout);
    const [{ kind, source, lastOffset, message }] = differences;
    assertEquals([code, differenceCount, kind, source.partition], [1, 1, "lost", 1]);
    assertEquals([source.offset, lastOffset], [first, first + 2]);
    assertStringIncludes(
      message,
      `@${first} to ${first + 2} were deleted before they were processed`,
    );
  },
);

integrationTest(
  "an audit lists deleted logins as lost after the committed offset was moved past them",
  async (scene) => {
    await finished(scene, 400);
    const first = (await scene.ends(scene.topics.input)).get(1)!;
    await scene.generate(400);
    await deleteBefore(scene, 1, first + 3);
    const place = { groupId: `${scene.config.appId}-enrich`, topic: scene.topics.input };
    const partitions = [{ partition: 1, offset: String(first + 3) }];
    await scene.admin.setOffsets({ ...place, partitions });
    const accepting = await scene.started({ ACCEPT_MOVED_OFFSETS: "true" });
    await scene.processed();
    assertEquals(await accepting.stop(), 0);
    await finished(scene, 100);
    const { code, stdout } = await denoTask("audit", ["--json"], scene.env);
    const { differences, differenceCount } = JSON.parse(stdout);
    const [{ kind, source, lastOffset, message }] = differences;
    assertEquals([code, differenceCount, kind, source.partition], [1, 1, "lost", 1]);
    // The last records before it may have been filtered; nothing shows whether they were processed.
    assert(source.offset <= first && source.offset > first - 30, `${source.offset} of ${first}`);
    assertEquals(lastOffset, first + 2);
    assertStringIncludes(message, "the committed offset was moved past the records from");
  },
);

integrationTest(
  "an audit does not report logins as lost that were deleted later, and says what is unknown",
  async (scene) => {
    await finished(scene, 400);
    await deleteBefore(scene, 1, 20);
    const { notChecked, totals } = await auditAgrees(scene.config);
    assertEquals(totals.input, 380);
    assertStringIncludes(notChecked.join("\n"), "the first 20 offsets were removed from the log");
  },
);

integrationTest(
  "an audit does not compare timestamps that brokers set, but everything else",
  async (scene) => {
    const brokersTime = { "message.timestamp.type": "LogAppendTime" };
    const { input, output, deadLetters } = scene.topics;
    await finished(scene, 100); // with the timestamps of producers
    for (const topic of [input, output, deadLetters]) {
      await configureTopic(scene, topic, brokersTime);
    }
    await finished(scene, 200);
    const { notChecked } = await auditAgrees(scene.config);
    for (const topic of [output, deadLetters]) {
      assertStringIncludes(notChecked.join("\n"), `the brokers set the timestamps in ${topic}`);
    }
    // The batches keep this attribute after the topic's setting is restored.
    for (const topic of [output, deadLetters]) await configureTopic(scene, topic, {});
    await auditAgrees(scene.config);

    const records = await recordsOf(scene, output);
    const { index, record, fields, source } = await someRecord(scene, records, "source_offset");
    const value = Buffer.from(record.record.value!);
    value.write("X", value.indexOf(String(fields["ip"])));
    const altered = records.with(index, { ...record, record: withValue(record.record, value) });
    const { config } = await outputOf(scene, []);
    await configureTopic(scene, config.outputTopic, brokersTime);
    await write(scene, config.outputTopic, altered);
    assertEquals(await auditDiffers(config), [["altered", source]]);
    assertEquals((await audit(config)).differences[0]?.fields, ["ip"]);
  },
);

integrationTest(
  "an audit of a compacted input reports removed records neither as alien nor as missing",
  async (scene) => {
    const { input } = scene.topics;
    const same = { key: "the same", value: json(login), partition: 0 };
    await scene.produce(same, same);
    await finished(scene, 100);
    await configureTopic(scene, input, {
      "cleanup.policy": "compact",
      "segment.ms": "500",
      "min.cleanable.dirty.ratio": "0.01",
    });
    // Another record rolls the segment, and the closed segment is compacted.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await scene.produce(same);
    await until("the cleaner has been there", async () => {
      const kept = (await recordsOf(scene, input)).filter(({ partition }) => partition === 0);
      return Number(kept[0]?.record.offset) > 0;
    }, 90_000);
    const { notChecked } = await auditAgrees(scene.config);
    assertStringIncludes(
      notChecked.join("\n"),
      `${input}[0]": compaction has removed 1 of the records`,
    );
    assertStringIncludes(notChecked.join("\n"), "compaction has removed records from it");
    // An output that names a record twice is still found.
    const records = await recordsOf(scene, scene.topics.output);
    const { config } = await outputOf(scene, [...records, ...records.slice(0, 1)]);
    assertEquals((await auditDiffers(config)).map(([kind]) => kind), ["duplicate"]);
  },
);

async function deleteBefore(scene: Scene, partition: number, offset: number): Promise<void> {
  const partitions = [{ partition, offset: String(offset) }];
  await scene.admin.deleteTopicRecords({ topic: scene.topics.input, partitions });
}
