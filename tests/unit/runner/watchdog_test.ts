import { assertEquals } from "@std/assert";
import { Watchdog } from "../../../src/runner/watchdog.ts";

const patience = 10; // in ticks
const long = patience * 4;

/** A watchdog of a member with one partition, whose ticks a test triggers, with its results. */
function watched(probe: () => Promise<void> = () => Promise.resolve()) {
  const reasons: string[] = [];
  const { setInterval } = globalThis;
  let tick = () => {};
  globalThis.setInterval = ((act: () => void) => {
    tick = act;
  }) as unknown as typeof setInterval;
  const watchdog = new Watchdog({
    patienceMs: 1_000,
    probe,
    leaveGroup: () => Promise.resolve(),
    giveUp: (reason) => {
      reasons.push(reason);
      tick = () => {};
    },
  });
  globalThis.setInterval = setInterval;
  watchdog.hold([0]);
  /** Runs this many ticks and what follows from each. */
  const passing = async (ticks: number, before: () => void = () => {}) => {
    for (let i = 0; i < ticks; i++) {
      before();
      tick();
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
  };
  return { watchdog, reasons, passing };
}

Deno.test("the watchdog gives up a member that makes no progress while Kafka works", async () => {
  const { watchdog, reasons, passing } = watched();
  watchdog.begin(0);
  await passing(long);
  assertEquals(reasons.length, 1);
  assertEquals(reasons[0]?.startsWith("partition 0 had no commit"), true);
});

Deno.test("the watchdog adds up silent failures of successive attempts", async () => {
  const { watchdog, reasons, passing } = watched();
  await passing(long, () => {
    watchdog.end(0);
    watchdog.begin(0);
  });
  assertEquals(reasons.length, 1);
});

Deno.test("the watchdog counts unanswered fetches while no handler runs", async () => {
  const { reasons, passing } = watched();
  await passing(long);
  assertEquals(reasons[0]?.startsWith("no fetch was answered"), true);
});

Deno.test("the watchdog does not count an idle topic, commits, broker errors or a restore as stuck", async () => {
  const idle = watched();
  await idle.passing(long, () => idle.watchdog.fetched());
  idle.watchdog.stop();
  const busy = watched();
  busy.watchdog.begin(0);
  await busy.passing(long, () => busy.watchdog.settle(0));
  busy.watchdog.stop();
  const restoring = watched();
  restoring.watchdog.begin(0);
  await restoring.passing(long, () => restoring.watchdog.move(0));
  restoring.watchdog.stop();
  assertEquals([idle, busy, restoring].map(({ reasons }) => reasons.length), [0, 0, 0]);
});

Deno.test("the watchdog does not count a member without partitions or an outage as stuck", async () => {
  const { watchdog, reasons, passing } = watched(() => Promise.reject(new Error("no broker")));
  watchdog.begin(0);
  await passing(long);
  watchdog.hold([]);
  await passing(long);
  watchdog.stop();
  assertEquals(reasons, []);
});

Deno.test("the watchdog does not count a member that recovers after an outage as stuck", async () => {
  let isAway = true;
  const probe = () => isAway ? Promise.reject(new Error("no broker")) : Promise.resolve();
  const { watchdog, reasons, passing } = watched(probe);
  watchdog.begin(0);
  await passing(3 * (patience + 1) - 1); // it ends before the next request to Kafka
  isAway = false;
  await passing(patience * 0.3); // its result is not known yet
  watchdog.settle(0);
  watchdog.end(0);
  await passing(long, () => watchdog.fetched());
  watchdog.stop();
  assertEquals(reasons, []);
});

Deno.test("the watchdog forgets a revoked partition, but not a kept one", async () => {
  const { watchdog, reasons, passing } = watched();
  watchdog.begin(0);
  watchdog.begin(1);
  await passing(patience * 0.8);
  watchdog.hold([]);
  watchdog.hold([1]);
  watchdog.end(0);
  await passing(patience * 1.2);
  watchdog.stop();
  assertEquals(reasons.length, 1);
  assertEquals(reasons[0]?.startsWith("partition 1 had no commit"), true);
});
