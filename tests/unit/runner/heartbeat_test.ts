import { assertEquals, assertThrows } from "@std/assert";
import { Heartbeat } from "../../../src/runner/heartbeat.ts";

async function milliseconds(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

Deno.test("heartbeats are sent until stopped", async () => {
  let beats = 0;
  const heartbeat = new Heartbeat(() => Promise.resolve(void beats++), 1);
  while (beats < 3) await milliseconds(1);
  heartbeat.stop();
  await milliseconds(10);
  assertEquals(beats, 3);
});

Deno.test("assertAlive() passes while heartbeats succeed", async () => {
  const heartbeat = new Heartbeat(() => Promise.resolve(), 1);
  await milliseconds(5);
  heartbeat.assertAlive();
  heartbeat.stop();
});

Deno.test("assertAlive() throws the first heartbeat error unchanged", async () => {
  const refusal = Object.assign(new Error("rebalancing"), { type: "REBALANCE_IN_PROGRESS" });
  const answers = [Promise.reject(refusal), Promise.resolve(), Promise.reject(new Error("later"))];
  answers.forEach((answer) => answer.catch(() => {}));
  const heartbeat = new Heartbeat(() => answers.shift() ?? Promise.resolve(), 1);
  while (answers.length > 0) await milliseconds(1);
  await milliseconds(1);
  heartbeat.stop();
  assertEquals(assertThrows(() => heartbeat.assertAlive()), refusal);
});
