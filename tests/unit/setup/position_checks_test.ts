import { assertRejects } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import type { ClusterClient } from "../../../src/kafka/cluster.ts";
import { writeMemo } from "../../../src/pipeline/count_memo.ts";
import type { Config } from "../../../src/settings/config.ts";
import { checkPositions } from "../../../src/setup/position_checks.ts";
import type { ProcessorSettings } from "../../../src/setup/processor_settings.ts";
import { pipelineSettings, schemaIds } from "../../support/pipeline_settings.ts";

const topic = (name: string) => ({ topic: name, partitionCount: 1, maxMessageBytes: 1_048_588 });
const config = { appId: "app", counts: true, countWindows: [] } as unknown as Config;
const settings = {
  config,
  topics: { ...pipelineSettings.topics, input: topic("in"), deltas: topic("deltas") },
  schemaIds,
} as unknown as ProcessorSettings;

const sums = { keys: 1, logins: 1, streamTimeMs: 0, sequence: 1, hash: "0123456789abcdef" };
const countMemo = writeMemo({ ...sums, partitions: 1 });

/** A table of one record under a key. */
async function* turns(key: Uint8Array) {
  const value = new Uint8Array([1]);
  yield await Promise.resolve({ partition: 0, records: [{ offset: 0, key, value }], position: 1 });
}

/** A pipeline at work: it enriches before the first request, or after this many, then counts. */
function working(enrichedAfter: number, countedAfter: number): ClusterClient {
  let questions = 0;
  const answer = <T>(after: number, then: T, before: T) =>
    Promise.resolve(questions++ >= after ? then : before);
  return {
    committed: (groupId: string) =>
      groupId === "app-enrich"
        ? answer(enrichedAfter, { offset: 1, memo: "5" }, null)
        : answer(countedAfter, { offset: 1, memo: countMemo }, null),
    range: () => answer(countedAfter, { start: 0, end: 1 }, { start: 0, end: 0 }),
    read: () => turns(new Uint8Array([1])),
  } as unknown as ClusterClient;
}

Deno.test("checkPositions() accepts a pipeline that starts to count meanwhile", async () => {
  for (let enriched = 0; enriched <= 4; enriched++) {
    for (let counted = enriched; counted <= 4; counted++) {
      await checkPositions(working(enriched, counted), settings);
    }
  }
});

Deno.test("checkPositions() waits for a commit that shows in the counts before the offsets", async () => {
  await checkPositions(working(6, 0), settings);
});

Deno.test("checkPositions() rejects counts without committed offsets", async () => {
  await assertRejects(
    () => checkPositions(working(Infinity, 0), settings, 10),
    FatalError,
    "the committed offsets of in are gone",
  );
});

Deno.test("checkPositions() accepts a table with nothing but a restore marker", async () => {
  const onlyMarkers = Object.assign(working(Infinity, 0), { read: () => turns(new Uint8Array()) });
  await checkPositions(onlyMarkers, settings, 10);
});
