import { assertEquals, assertInstanceOf } from "@std/assert";
import { StuckError } from "../../../src/errors.ts";
import { watchStage } from "../../../src/runner/stage_watch.ts";
import { ManualTime } from "../../support/manual_time.ts";
import { sumSettings } from "./sums.ts";

Deno.test("a stuck stage leaves its group and is replaced after the others could take over", async () => {
  using time = new ManualTime();
  const asked: unknown[] = [];
  const note = (what: string) => (member: object) =>
    Promise.resolve(void asked.push([what, member]));
  const freshClient = { probe: note("probe"), leaveGroup: note("leave") };
  const { settings, events } = sumSettings({
    ...{ freshClient, patienceMs: 10_000, sessionTimeoutMs: 6_000 },
  });
  const current = { memberId: "m-1", transactionalId: "app-enrich-~m-1~0" };
  const failures: Error[] = [];
  const watchdog = watchStage(settings, () => current, (error) => void failures.push(error));
  watchdog.hold(true);
  watchdog.begin();
  await time.pass(10_000);
  assertEquals([asked, failures], [[], []]);
  current.memberId = "m-2";
  await time.pass(10_000);
  const [error] = failures;
  assertInstanceOf(error, StuckError);
  assertEquals(error.pauseMs, 12_000);
  const reason = "no transaction was committed for 10 s, although Kafka answers on new connections";
  assertEquals(error.message, `stage enrich is stuck: ${reason}`);
  assertEquals(events, [{ event: "stuck", stage: "enrich", reason }]);
  const member = { groupId: "app-enrich", topic: "user-login", ...current };
  assertEquals(asked.at(-1), ["leave", member]);
  assertEquals(asked.slice(0, -1), new Array(asked.length - 1).fill(["probe", member]));
  assertEquals([failures.length, time.timers], [1, 0]);
});
