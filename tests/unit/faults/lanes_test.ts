import { assertEquals } from "@std/assert";
import { runInLanes } from "../../faults/lanes.ts";
import type { Scenario } from "../../faults/scenario.ts";

function scenarios(brokers: Scenario["brokers"], count: number): Scenario[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${brokers} ${index}`,
    family: "lanes",
    brokers,
    run: () => Promise.resolve(),
  }));
}

Deno.test("runInLanes() runs each scenario once, with a fixed number at a time", async () => {
  const own = scenarios("one of its own", 3);
  const shared = scenarios("shared", 9);
  const ran: string[] = [];
  let atOnce = 0;
  let most = 0;
  await runInLanes(own, shared, 4, async ({ name }) => {
    most = Math.max(most, ++atOnce);
    await Promise.resolve();
    atOnce--;
    ran.push(name);
  });
  assertEquals(ran.toSorted(), [...own, ...shared].map(({ name }) => name).toSorted());
  assertEquals(most, 4);
});

Deno.test("runInLanes() never runs two scenarios with their own brokers at once", async () => {
  let atOnce = 0;
  let most = 0;
  await runInLanes(scenarios("three of its own", 5), scenarios("shared", 5), 3, async (each) => {
    if (each.brokers === "shared") return;
    most = Math.max(most, ++atOnce);
    await Promise.resolve();
    atOnce--;
  });
  assertEquals(most, 1);
});
