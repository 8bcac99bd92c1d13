import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertCountsRight } from "../support/counted.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { integrationTest } from "../support/integration.ts";
import { json, login } from "../support/logins.ts";
import { type OpenApi, OpenApiCheck } from "../support/openapi.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";
import type { Scene } from "../support/scene.ts";
import { until } from "../support/until.ts";
import { freePort, WebClient } from "../support/web_client.ts";

type Env = Readonly<Record<string, string>>;

async function served(scene: Scene, env: Env = {}): Promise<[WebClient, ProcessorProcess]> {
  const port = freePort();
  const processor = await scene.started({ HTTP_PORT: String(port), ...env });
  const client = new WebClient(port);
  await client.opened();
  return [client, processor];
}

integrationTest(
  "over HTTP: each of two processors serves the counts of both, as Java reads them",
  async (scene) => {
    const [first] = await served(scene);
    const [second] = await served(scene);
    await scene.generate(3_000);
    await scene.processed();
    const sums = await assertCountsRight(scene);
    for (const client of [first, second]) {
      await until("the API has all counts", async () => {
        return JSON.stringify(sorted(await client.counts())) === JSON.stringify(sorted(sums));
      });
    }
    const { partitions } = await first.json("/api/status");
    const owners = new Set(partitions.map(({ owner }: { owner: string }) => owner));
    assertEquals([partitions.length, owners.size], [8, 2]);
  },
);

integrationTest("over HTTP: every path answers as the OpenAPI document says", async (scene) => {
  const [client] = await served(scene, { COUNT_WINDOWS: "PT1M" });
  await scene.generate(500);
  await scene.processed();
  await until("there is a dead letter to see", async () => {
    return (await client.json("/api/status")).deadLetters.newest.length > 0;
  });
  const document: OpenApi = await client.json("/api/openapi.json");
  const check = new OpenApiCheck(document);
  const asked = {
    "/api/counts/{locale}": "/api/counts/CO",
    "/api/counts": "/api/counts?window=PT1M",
  };
  for (const path of Object.keys(document.paths).filter((path) => path !== "/api/events")) {
    const answer = await client.get((asked as Env)[path] ?? path);
    assertEquals(await check.answer(path, answer), []);
  }
});

integrationTest(
  "over HTTP: a locale that is HTML passes through the pipeline and is served as JSON text",
  async (scene) => {
    const [client] = await served(scene);
    const locale = "<img src=x onerror=alert(1)>";
    await scene.produce({ value: json({ ...login, locale }) });
    await until("it is counted", async () => (await client.counts())[locale] === 1);
    const answer = await client.get(`/api/counts/${encodeURIComponent(locale)}`);
    assertEquals(answer.headers.get("content-type"), "application/json");
    assertEquals((await answer.json()).locale, locale);
  },
);

integrationTest(
  "over HTTP: without brokers the processor is live but not ready, and it recovers with them",
  async (scene) => {
    await using proxy = await FaultProxy.open(scene.stack.brokers);
    const [client] = await served(scene, { KAFKA_BROKERS: proxy.address });
    await until("it is ready", async () => (await status(client, "/readyz")) === 200);
    proxy.blackHole("both");
    await until("it is not ready", async () => (await status(client, "/readyz")) === 503);
    const { reasons } = await client.json("/readyz");
    assertMatch(reasons.join(" "), /has not heard from its group|starts again|recovers/);
    assertEquals(await status(client, "/livez"), 200);
    assertEquals(await status(client, "/api/counts"), 200);
    proxy.calm();
    await until("it is ready again", async () => (await status(client, "/readyz")) === 200);
  },
);

integrationTest("over HTTP: the metrics match the topics", async (scene) => {
  const [client, processor] = await served(scene);
  await scene.generate(1_000);
  await scene.processed();
  let text = "";
  await until("the lag is known and gone", async () => {
    text = await (await client.get("/metrics")).text();
    const lags = [...text.matchAll(/^login_pipeline_lag_records\{.*\} (\d+)$/gm)];
    return lags.length === 8 && lags.every(([, lag]) => lag === "0");
  });
  const fates = [...text.matchAll(/^login_pipeline_records_total\{stage="enrich".*\} (\d+)$/gm)];
  assertEquals(fates.reduce((sum, [, n]) => sum + Number(n), 0), 1_000);
  assertMatch(text, /^login_pipeline_end_to_end_latency_seconds_count\{stage="enrich"\} 1000$/m);
  assertMatch(text, /^login_pipeline_log_start_offset\{topic=".*",partition="0"\} 0$/m);
  assertEquals(await processor.stop(), 0);
});

integrationTest("over HTTP: an address other than loopback requires a token", async (scene) => {
  const processor = scene.start({ HTTP_HOST: "0.0.0.0", HTTP_PORT: String(freePort()) });
  assertEquals((await processor.ended).code, 1);
  const failed = processor.lines.find(({ event }) => event === "failed");
  assertMatch(failed?.message ?? "", /could read it without a token/);
  assertMatch(failed?.action ?? "", /HTTP_TOKEN_FILE/);
});

integrationTest(
  "over HTTP: each line of the log follows the Elastic Common Schema",
  async (scene) => {
    const [, processor] = await served(scene, { LOG_LEVEL: "debug" });
    await scene.generate(200);
    await scene.processed();
    assertEquals(await processor.stop(), 0);
    for (const line of processor.lines) {
      assertMatch(String(line["@timestamp"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assertEquals([line["ecs.version"], line["service.name"]], ["8.17.0", "login-pipeline"]);
      assert(["debug", "info", "warn", "error"].includes(String(line["log.level"])));
      assert(typeof line.message === "string" && typeof line.event === "string");
    }
    assertEquals(processor.lines.at(-1)?.event, "stopped");
  },
);

async function status(client: WebClient, path: string): Promise<number> {
  const answer = await client.get(path);
  await answer.body?.cancel();
  return answer.status;
}

function sorted(counts: Readonly<Record<string, unknown>>) {
  return Object.entries(counts).toSorted(([a], [b]) => a < b ? -1 : 1);
}
