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
  watchdog.hold(true);
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
  watchdog.begin();
  await passing(long);
  assertEquals(reasons.length, 1);
  assertEquals(reasons[0]?.startsWith("no transaction was committed for 1 s"), true);
});

Deno.test("the watchdog adds up silent failures of successive attempts", async () => {
  const { watchdog, reasons, passing } = watched();
  await passing(long, () => {
    watchdog.end();
    watchdog.begin();
  });
  assertEquals(reasons.length, 1);
});

Deno.test("the watchdog counts unanswered fetches while nothing is processed", async () => {
  const { reasons, passing } = watched();
  await passing(long);
  assertEquals(reasons[0]?.startsWith("no fetch was answered"), true);
});

Deno.test("the watchdog does not count an idle topic, commits, broker errors or a restore as stuck", async () => {
  const idle = watched();
  await idle.passing(long, () => idle.watchdog.fetched());
  idle.watchdog.stop();
  const busy = watched();
  busy.watchdog.begin();
  await busy.passing(long, () => busy.watchdog.settle());
  busy.watchdog.stop();
  const restoring = watched();
  restoring.watchdog.begin();
  await restoring.passing(long, () => restoring.watchdog.move());
  restoring.watchdog.stop();
  assertEquals([idle, busy, restoring].map(({ reasons }) => reasons.length), [0, 0, 0]);
});

Deno.test("the watchdog does not count a member without partitions or an outage as stuck", async () => {
  const { watchdog, reasons, passing } = watched(() => Promise.reject(new Error("no broker")));
  watchdog.begin();
  await passing(long);
  watchdog.hold(false);
  await passing(long);
  watchdog.stop();
  assertEquals(reasons, []);
});

Deno.test("the watchdog does not count a member that recovers after an outage as stuck", async () => {
  let isAway = true;
  const probe = () => isAway ? Promise.reject(new Error("no broker")) : Promise.resolve();
  const { watchdog, reasons, passing } = watched(probe);
  watchdog.begin();
  await passing(3 * (patience + 1) - 1); // it ends before the next request to Kafka
  isAway = false;
  await passing(patience * 0.3); // its result is not known yet
  watchdog.settle();
  watchdog.end();
  await passing(long, () => watchdog.fetched());
  watchdog.stop();
  assertEquals(reasons, []);
});

Deno.test("the watchdog does not count a rebalance, but goes on counting after it", async () => {
  const { watchdog, reasons, passing } = watched();
  watchdog.begin();
  await passing(patience * 0.8);
  watchdog.hold(false);
  await passing(long);
  assertEquals(reasons, []);
  watchdog.hold(true);
  await passing(patience * 0.9);
  assertEquals(reasons.length, 1);
});

Deno.test("the watchdog does not count a fetch as quiet that was open while it worked", async () => {
  const { watchdog, reasons, passing } = watched();
  await passing(long, () => {
    watchdog.begin();
    watchdog.settle();
    watchdog.end();
  });
  watchdog.stop();
  assertEquals(reasons, []);
});
