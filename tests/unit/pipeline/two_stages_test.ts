import { assert, assertEquals } from "@std/assert";
import type { OutputRecord } from "../../../src/pipeline/record.ts";
import { batchBytesOf } from "../../../src/pipeline/record_size.ts";
import { twoStages } from "../../../src/pipeline/two_stages.ts";
import { inputBatch, json, login } from "../../support/logins.ts";
import { PipelineDriver } from "../../support/pipeline_driver.ts";
import { codecsOf, readOutput, windowedSettings } from "../../support/pipeline_settings.ts";

function driver(settings = windowedSettings): PipelineDriver {
  return new PipelineDriver(twoStages(settings), "deltas", codecsOf);
}

function counts(outputs: readonly OutputRecord[]) {
  return outputs.filter(({ topic }) => topic === "counts").map(readOutput);
}

Deno.test("the two stages turn logins into all-time counts and counts of each window", () => {
  const outputs = driver().process(inputBatch([json(login), json(login)]));
  const minute = 60_000;
  const at = login.timestamp * 1000;
  const bounds = [minute, 5 * minute].map((size) => [at - at % size, at - at % size + size]);
  assertEquals(
    counts(outputs),
    [...bounds, [null, null]].map(([window_start, window_end]) => ({
      locale: "RU",
      count: 2,
      window_start: window_start!,
      window_end: window_end!,
      last_login: at,
    })),
  );
});

Deno.test("totals of a key strictly rise from batch to batch", () => {
  const pipeline = driver();
  const totals = [1, 3, 2].flatMap((logins) =>
    counts(pipeline.process(inputBatch(Array(logins).fill(json(login))))).map(({ count }) => count)
  );
  assertEquals(totals, [1, 1, 1, 4, 4, 4, 6, 6, 6]);
});

Deno.test("every enriched login becomes deltas and counts that fit their topics", () => {
  const limit = 20_000;
  const { deltas } = windowedSettings.topics;
  const tight = { ...deltas, maxMessageBytes: limit };
  const settings = { ...windowedSettings, topics: { ...windowedSettings.topics, deltas: tight } };
  const enriched = [9000, 9700, 9850, 10_000].filter((characters) => {
    const locale = "@1970-01-01T00:00:00.000Z".padStart(characters, "x");
    const outputs = driver(settings).process(inputBatch([json({ ...login, locale })]));
    for (const output of outputs) {
      if (output.topic !== "user-login-dlq") assert(batchBytesOf(output) <= limit);
    }
    return outputs.length > 1;
  });
  assertEquals(enriched, [9000, 9700]);
});
