import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { modelOf, predictedCores, predictedLoginsPerSecond } from "../../../bench/model.ts";
import type { FullSpeedFigures, IdleFigures, RateFigures } from "../../../bench/model_figures.ts";

const run: FullSpeedFigures = {
  processes: 1,
  partitions: 10,
  logins: 1_000_000,
  loginsPerSecond: 300_000,
  cpuMicros: 4,
  brokerCpuMicros: 2,
  inputBrokerCpuMicros: 1,
  peakMegabytes: 150,
  connections: 9,
  ownedSeconds: 1,
  seconds: 4,
  inputBytes: 200,
  outputBytes: 90,
};
const idle: IdleFigures = { cores: 0.02, brokerCores: 0.05, brokerCoresAlone: 0.03 };

/** A rate whose transactions cost 1 ms of ours and 2 ms of the broker's. */
function rateOf(loginsPerSecond: number, transactions: number): RateFigures {
  const load = loginsPerSecond * 10e-6;
  return {
    loginsPerSecond,
    cores: 0.02 + loginsPerSecond * 4e-6 + transactions * 1e-3,
    brokerCores: 0.05 + load + loginsPerSecond * 2e-6 + transactions * 2e-3,
    brokerCoresAlone: 0.03 + load,
    enrichTransactionsPerSecond: transactions * 3 / 4,
    countTransactionsPerSecond: transactions / 4,
  };
}

const rates = [rateOf(20, 40), rateOf(5_000, 400), rateOf(1_000, 300)];

Deno.test("a model finds the costs of a login and of a transaction", () => {
  const model = modelOf({ fullSpeed: [run, { ...run, cpuMicros: 9 }], idle, rates });
  assertEquals(model.loginMicros, { ours: 4, brokers: 2 });
  assertEquals(model.inputBrokerMicros, 1);
  assertAlmostEquals(model.transactionMillis.ours, 1);
  assertAlmostEquals(model.transactionMillis.brokers, 2);
  assertEquals(model.mostTransactionsPerSecond, 400);
});

Deno.test("a transaction costs nothing, not less, if noise leaves nothing for it", () => {
  const noisy = { ...rateOf(1_000, 300), cores: 0, brokerCores: 0 };
  const model = modelOf({ fullSpeed: [run], idle, rates: [noisy] });
  assertEquals(model.transactionMillis, { ours: 0, brokers: 0 });
});

Deno.test("a model without transactions divides by nothing", () => {
  const cost = { ours: 0, brokers: 0 };
  for (const some of [[], [rateOf(20, 0)]]) {
    const model = modelOf({ fullSpeed: [run], idle, rates: some });
    assertEquals(model.transactionMillis, cost);
    assertEquals(model.mostTransactionsPerSecond, 0);
  }
});

Deno.test("a model needs a run at full speed", () => {
  assertThrows(() => modelOf({ fullSpeed: [], idle, rates }), RangeError, "full speed");
});

Deno.test("a process is predicted to use one core, and all of them no more than the machine has", () => {
  const model = modelOf({ fullSpeed: [run], idle, rates });
  assertEquals(predictedLoginsPerSecond(model, 1, 2), 250_000);
  assertAlmostEquals(predictedLoginsPerSecond(model, 2, 2), 2 / 6 * 1e6);
  assertAlmostEquals(predictedLoginsPerSecond(model, 4, 2), 2 / 6 * 1e6);
});

Deno.test("the cores at a rate are predicted from logins, transactions and the load", () => {
  const model = modelOf({ fullSpeed: [run], idle, rates });
  for (const rate of rates) {
    const { ours, brokers } = predictedCores(model, idle, rate);
    assertAlmostEquals(ours, rate.cores);
    assertAlmostEquals(brokers, rate.brokerCores);
  }
});
