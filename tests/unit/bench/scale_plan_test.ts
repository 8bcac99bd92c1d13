import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Model } from "../../../bench/model.ts";
import {
  exampleConditions,
  examplePrices,
  type ScaleConditions,
} from "../../../bench/scale_conditions.ts";
import { planFor, type ScalePlan } from "../../../bench/scale_plan.ts";

const model: Model = {
  loginMicros: { ours: 3, brokers: 2 },
  inputBrokerMicros: 1,
  transactionMillis: { ours: 1, brokers: 2 },
  mostTransactionsPerSecond: 400,
  inputBytes: 200,
  outputBytes: 100,
};
const nothing: Model = {
  loginMicros: { ours: 0, brokers: 0 },
  inputBrokerMicros: 0,
  transactionMillis: { ours: 0, brokers: 0 },
  mostTransactionsPerSecond: 0,
  inputBytes: 0,
  outputBytes: 0,
};
const loads = [0, 1, 10, 1e3, 1e4, 3e4, 1e5, 5e5, 1e6, 1e7, 1e8];

function plan(load: number, changes: Partial<ScaleConditions> = {}, of = model): ScalePlan {
  return planFor(load, of, { ...exampleConditions, ...changes }, examplePrices);
}

Deno.test("a plan for a load follows its formula", () => {
  const { brokersBy, dollarsPerMonth, ...numbers } = plan(1e6);
  assertEquals(brokersBy, "the least");
  assertEquals(
    numbers,
    {
      loginsPerSecond: 1e6,
      processes: 5, // 3 cores at 60 %
      ourBusyCores: 5, // 3 for logins and 2 for transactions
      partitions: 20, // 200 MB/s at 10 a partition
      brokers: 3, // 14 cores at 60 %, eight each
      brokerBusyCores: 14, // 3 for logins and 4 for transactions, twice
      networkMegabytesPerSecond: 1_200, // input 200, output 100, read 300, copied 600
      diskGigabytesPerDay: 77_760,
    } satisfies Omit<ScalePlan, "brokersBy" | "dollarsPerMonth">,
  );
  const cores = 29 * 730 * 0.04;
  const disk = 77_760 * 3 / 0.6 * 0.08;
  const network = 1_000 * 3.6 * 730 * 0.01; // 600 copied, and two thirds of 600 for clients
  assertEquals(Math.round(dollarsPerMonth), Math.round(cores + disk + network));
});

Deno.test("a higher load never needs less of anything", () => {
  const plans = loads.map((load) => plan(load));
  for (const [index, higher] of plans.slice(1).entries()) {
    const { brokersBy: _, ...numbers } = plans[index]!;
    for (const [name, value] of Object.entries(numbers)) {
      assert(higher[name as keyof typeof numbers] >= value, `${name} at ${higher.loginsPerSecond}`);
    }
  }
});

Deno.test("any load gets a process, three brokers, and a partition for each worker", () => {
  for (const load of loads) {
    for (const partitionsPerWorker of [0, 1, 2]) {
      const { processes, brokers, partitions } = plan(load, { partitionsPerWorker });
      assert(processes >= 1 && brokers >= 3 && partitions >= processes, `at ${load}`);
    }
  }
});

Deno.test("a plan has at least as many brokers as copies", () => {
  assertEquals(plan(1, { replicationFactor: 5 }).brokers, 5);
});

Deno.test("a plan says what decides the number of brokers", () => {
  assertEquals(plan(1e4).brokersBy, "the least");
  assertEquals(plan(1e7).brokersBy, "cores");
  const slow = { brokerMegabytesPerSecond: 10 };
  assertEquals(plan(1e7, slow).brokersBy, "network");
});

Deno.test("no plan divides by zero, whatever costs nothing", () => {
  for (const load of [0, 1e7]) {
    const { brokersBy: _, ...numbers } = plan(load, {}, nothing);
    for (const [name, value] of Object.entries(numbers)) assert(Number.isFinite(value), name);
  }
});

Deno.test("a utilization that leaves nothing, or is more than all, is refused", () => {
  for (const utilization of [0, -1, 1.1, NaN]) {
    assertThrows(() => plan(1, { utilization }), RangeError, "utilization");
  }
});

Deno.test("in a single zone, no traffic between zones is paid", () => {
  const price = (zones: number) => plan(1e6, { zones }).dollarsPerMonth;
  assertEquals(Math.round(price(3) - price(1)), Math.round(1_000 * 3.6 * 730 * 0.01));
});
