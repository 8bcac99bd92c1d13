import { assertEquals, assertMatch } from "@std/assert";
import { WorkerPool } from "../../src/processor/worker_pool.ts";
import { audit } from "../support/audit.ts";
import { assertCountsRight } from "../support/counted.ts";
import { integrationTest } from "../support/integration.ts";
import type { LogLine } from "../support/log_line.ts";
import { inTime, until } from "../support/until.ts";

const twoWorkers = { env: { WORKERS: "2" } };

function isHalf(stage: string, worker: number): (line: LogLine) => boolean {
  return (line) =>
    line.event === "assigned" && line.stage === stage && line["worker"] === worker &&
    line.partitions?.length === 2;
}

integrationTest("the workers of a process share its partitions", async (scene) => {
  const processor = await scene.started();
  const flow = scene.generate(20_000, 2_000);
  for (const stage of ["enrich", "count"]) {
    for (const worker of [0, 1]) {
      await processor.logged(`half of ${stage} for ${worker}`, isHalf(stage, worker));
    }
  }
  await flow;
  await scene.processed();
  assertEquals(await processor.stop(), 0);
  await audit(scene);
}, twoWorkers);

integrationTest(
  "processes with several workers hand partitions over without loss or repeats",
  async (scene) => {
    const first = await scene.started();
    const flow = scene.generate(30_000, 2_000);
    const second = await scene.started();
    await second.logged("an assignment", ({ event }) => event === "assigned");
    await first.murder();
    await second.logged("half of enrich", isHalf("enrich", 1));
    await flow;
    await scene.processed();
    assertEquals(await second.stop(), 0);
    await audit(scene);
  },
  twoWorkers,
);

integrationTest(
  "an error that needs an operator ends all workers and gives the remedy",
  async (scene) => {
    const processor = await scene.started();
    await scene.generate(1_000);
    await scene.processed();
    const junk = [0, 1, 2, 3].map((partition) => ({ partition, key: "en", value: "no delta" }));
    await scene.producer.send({ topic: scene.topics.deltas, messages: junk, acks: -1 });
    const { code } = await inTime("the processor's end", processor.ended);
    assertEquals(code, 1);
    const failed = processor.lines.find(({ event }) => event === "failed");
    assertMatch(failed?.message ?? "", /Cannot process/);
    assertMatch(failed?.action ?? "", /which other program writes to this topic/);
  },
  twoWorkers,
);

integrationTest(
  "a worker with a bug is replaced, and nothing is lost or repeated",
  async (scene) => {
    const programs = ["../support/dying_worker.ts", "../../src/processor/worker.ts"];
    const reports: string[] = [];
    const pool = new WorkerPool({
      count: 1,
      spawn: () => {
        const program = programs.length > 1 ? programs.shift()! : programs[0]!;
        return new Worker(new URL(program, import.meta.url), { type: "module" });
      },
      silenceMs: 10_000,
      retryMs: 100,
      notify: () => {},
      log: () => {},
      report: (event) => reports.push(event.event),
      waiting: () => {},
      warn: () => {},
    });
    pool.start(scene.config);
    await scene.generate(20_000);
    // The first may have processed everything before it dies; the second must be replaced, too.
    await until("a worker was replaced and all is processed", async () => {
      return reports.filter((event) => event === "worker_started").length === 2 &&
        await scene.lag("enrich") === 0 && await scene.lag("count") === 0;
    }, 90_000);
    await pool.stop();
    assertEquals(reports, ["worker_started", "worker_lost", "worker_started"]);
    await audit(scene);
    await assertCountsRight(scene);
  },
);
