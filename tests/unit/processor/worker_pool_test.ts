import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import type { WorkerEvent } from "../../../src/processor/worker_pool.ts";
import { config, eventually, poolOfThreads } from "./threads.ts";

Deno.test("all workers load at once, the first prepares, and then all start", async () => {
  const { pool, threads } = poolOfThreads({ count: 3 });
  assertEquals(threads.map(({ told }) => told), [[], [], []]);
  pool.start(config);
  assertEquals(threads.map(({ told }) => told), [["prepare"], [], []]);
  await Promise.resolve();
  assertEquals(threads.map(({ told }) => told), [["prepare", "start"], ["start"], ["start"]]);
  await pool.stop();
});

Deno.test("messages of a worker are forwarded with its number", async () => {
  const { pool, threads, events } = poolOfThreads({ count: 2 });
  threads[1]!.say({ kind: "event", event: { event: "rebalanced", stage: "count" } });
  assertEquals(events, [{ event: "rebalanced", stage: "count", worker: 1 }]);
  await pool.stop();
});

Deno.test("a pool has started when each worker has", async () => {
  const { pool, threads } = poolOfThreads({ count: 2 });
  let hasStarted = false;
  const started = pool.started.then(() => hasStarted = true);
  pool.start(config);
  await eventually(() => threads[1]!.told.includes("start"));
  threads[0]!.say({ kind: "started" });
  await Promise.resolve();
  assertEquals(hasStarted, false);
  threads[1]!.say({ kind: "started" });
  await started;
  await pool.stop();
});

Deno.test("a worker that throws is terminated, reported and replaced", async () => {
  const { pool, threads, reports } = poolOfThreads();
  pool.start(config);
  await Promise.resolve();
  threads[0]!.throw("Uncaught TypeError: boom");
  assertEquals(threads[0]!.isTerminated, true);
  await eventually(() => threads.length === 2);
  assertEquals(threads[1]!.told, ["start"]);
  assertEquals(reports, ["worker_lost 0"]);
  await pool.stop();
});

Deno.test("a first worker that fails while preparing is replaced by one that prepares", async () => {
  const { pool, threads } = poolOfThreads();
  pool.start(config);
  threads[0]!.throw("boom");
  await eventually(() => threads.length === 2);
  assertEquals(threads[1]!.told[0], "prepare");
  await pool.stop();
});

Deno.test("stop() does not wait for a worker that is still preparing", async () => {
  const { pool, threads } = poolOfThreads({ count: 2 });
  pool.start(config);
  await pool.stop();
  assertEquals(threads.map(({ told }) => told), [["prepare"], []]);
  assertEquals(threads.map(({ isTerminated }) => isTerminated), [true, true]);
});

Deno.test("a worker that fails without an action for the operator is replaced", async () => {
  const { pool, threads } = poolOfThreads();
  pool.start(config);
  await Promise.resolve();
  threads[0]!.say({ kind: "failed", reason: "no connection", action: null });
  await eventually(() => threads.length === 2);
  await pool.stop();
});

Deno.test("a stuck worker is replaced after a pause, so that other processes get its partitions", async () => {
  const { pool, threads } = poolOfThreads();
  pool.start(config);
  await Promise.resolve();
  threads[0]!.say({ kind: "failed", reason: "stuck", action: null, pauseMs: 300 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  assertEquals(threads.length, 1);
  await eventually(() => threads.length === 2);
  await pool.stop();
});

Deno.test("a worker error that needs an operator ends the process and gives the remedy", async () => {
  const { pool, threads } = poolOfThreads({ count: 2 });
  pool.start(config);
  await Promise.resolve();
  threads[1]!.say({ kind: "failed", reason: "no topic", action: "create it" });
  const error = await assertRejects(() => pool.failure, FatalError, "no topic");
  assertEquals(error.action, "create it");
  await pool.stop();
});

Deno.test("a worker that stops sending messages is reported and replaced", async () => {
  const lost: WorkerEvent[] = [];
  const report = (event: WorkerEvent) => lost.push(event);
  const { pool, threads } = poolOfThreads({ silenceMs: 20, report });
  pool.start(config);
  await Promise.resolve();
  threads[0]!.say({ kind: "alive" });
  await eventually(() => threads.length === 2);
  assertEquals(threads[0]!.isTerminated, true);
  assertStringIncludes(JSON.stringify(lost), "its event loop is blocked");
  await pool.stop();
});

Deno.test("a worker may load slowly before its first message", async () => {
  const { pool, threads } = poolOfThreads({ silenceMs: 10 });
  await new Promise((resolve) => setTimeout(resolve, 60));
  assertEquals(threads.length, 1);
  await pool.stop();
});

Deno.test("pauses before a replacement grow, and too many losses end the process", async () => {
  const pauses: number[] = [];
  const { pool, threads } = poolOfThreads({
    report: (event) => event.event === "worker_lost" && pauses.push(event.retryMs),
  });
  pool.start(config);
  await Promise.resolve();
  for (let loss = 0; loss < 8; loss++) {
    await eventually(() => threads.length === loss + 1);
    threads[loss]!.throw("boom");
  }
  await assertRejects(() => pool.failure, FatalError, "boom");
  assertEquals(pauses, [1, 2, 4, 8, 16, 32, 64, 128]);
  await pool.stop();
});

Deno.test("stop() waits for all workers to finish and terminates their threads", async () => {
  const { pool, threads } = poolOfThreads({ count: 2 });
  pool.start(config);
  await Promise.resolve();
  threads[0]!.isObedient = false;
  let hasStopped = false;
  const stop = pool.stop().then(() => hasStopped = true);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(hasStopped, false);
  threads[0]!.say({ kind: "stopped" });
  await stop;
  assertEquals(threads.map(({ isTerminated }) => isTerminated), [true, true]);
});

Deno.test("stop() fails if a worker fails meanwhile", async () => {
  const { pool, threads } = poolOfThreads();
  pool.start(config);
  await Promise.resolve();
  threads[0]!.isObedient = false;
  const stop = pool.stop();
  threads[0]!.throw("boom");
  await assertRejects(() => stop, Error, "worker 0 failed while stopping: boom");
});

Deno.test("stop() prevents the replacement of a lost worker", async () => {
  const { pool, threads } = poolOfThreads({ retryMs: 5 });
  pool.start(config);
  await Promise.resolve();
  threads[0]!.throw("boom");
  await pool.stop();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals(threads.length, 1);
});

Deno.test("messages of a terminated thread are ignored", async () => {
  const { pool, threads, events } = poolOfThreads();
  pool.start(config);
  await Promise.resolve();
  threads[0]!.throw("boom");
  threads[0]!.say({ kind: "event", event: { event: "rebalanced", stage: "count" } });
  assertEquals(events, []);
  await pool.stop();
});

Deno.test("settings that cannot be sent to a thread end the process at once", async () => {
  const { pool, threads, reports } = poolOfThreads({ count: 2 });
  threads[1]!.postMessage = (order) => void structuredClone({ order, write: () => {} });
  pool.start(config);
  await assertRejects(() => pool.failure, FatalError, "Cannot send the settings to a worker");
  assertEquals(reports, []);
  pool.stop().catch(() => {}); // the second thread gets nothing either
});
