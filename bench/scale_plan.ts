import type { Model } from "./model.ts";
import { monthlyDollars } from "./monthly_cost.ts";
import type { ScaleConditions, UnitPrices } from "./scale_conditions.ts";
import { trafficOf } from "./scale_traffic.ts";

/** A cluster for a load. */
export interface ScalePlan {
  readonly loginsPerSecond: number;
  /** Processes with one worker and one core each. */
  readonly processes: number;
  /** The most that they use of their cores. */
  readonly ourBusyCores: number;
  /** Partitions of each topic. */
  readonly partitions: number;
  readonly brokers: number;
  /** What decides the number of brokers. */
  readonly brokersBy: "the least" | "cores" | "network";
  /** The most that all brokers use of their cores. */
  readonly brokerBusyCores: number;
  /** All traffic of the brokers: producers, copies, processes, and readers of the output. */
  readonly networkMegabytesPerSecond: number;
  /** What input and output take, with all copies. */
  readonly diskGigabytesPerDay: number;
  readonly dollarsPerMonth: number;
}

const leastBrokers = 3;
const secondsPerDay = 86_400;

/**
 * Plans a cluster for a load.
 *
 *     processes   = load × our cost per login ÷ utilization
 *     partitions  = some for each worker, or as many as the bytes of the input need
 *     busy cores  = load × cost per login + processes × most transactions per second × cost of one
 *     brokers     = busy cores × (1 + further copies × their share) ÷ utilization ÷ cores of one, or
 *                   as many as the busier direction of their network needs
 *
 * Our transactions need no processes of their own: a busy process makes fewer and larger ones. The
 * brokers are planned for the most that all processes can make. Utilization applies to cores, networks
 * and disks alike.
 */
export function planFor(
  loginsPerSecond: number,
  model: Model,
  conditions: ScaleConditions,
  prices: UnitPrices,
): ScalePlan {
  const { utilization, coresPerBroker } = conditions;
  if (!(utilization > 0 && utilization <= 1)) {
    throw new RangeError("Cannot plan: utilization must be above 0 and at most 1");
  }
  const coresOf = (micros: number) => loginsPerSecond * micros / 1e6;
  const loginCores = coresOf(model.loginMicros.ours);
  const processes = Math.max(1, Math.ceil(loginCores / utilization));
  const transactions = processes * model.mostTransactionsPerSecond;
  const transactionCores = transactions * model.transactionMillis.ours / 1e3;
  const leaderCores = coresOf(model.loginMicros.brokers + model.inputBrokerMicros) +
    transactions * model.transactionMillis.brokers / 1e3;
  const brokerBusyCores = leaderCores *
    (1 + (conditions.replicationFactor - 1) * conditions.copyShare);
  const traffic = trafficOf(loginsPerSecond, model, conditions);
  const chosen = brokersFor(brokerBusyCores, traffic.busierDirection, conditions);
  const diskGigabytesPerDay = traffic.written * secondsPerDay / 1e3;
  const bill = {
    cores: processes + chosen.brokers * coresPerBroker,
    diskGigabytesPerDay,
    megabytesPerSecondBetweenZones: traffic.betweenZones,
  };
  return {
    ...{ loginsPerSecond, processes, brokerBusyCores, diskGigabytesPerDay },
    ...chosen,
    ourBusyCores: Math.min(processes, loginCores + transactionCores),
    partitions: partitionsFor(processes, traffic.input, conditions),
    networkMegabytesPerSecond: traffic.total,
    dollarsPerMonth: monthlyDollars(bill, conditions, prices),
  };
}

/** The input has the largest records, so it decides how many bytes a partition gets. */
function partitionsFor(
  processes: number,
  inputMegabytesPerSecond: number,
  { partitionsPerWorker, partitionMegabytesPerSecond }: ScaleConditions,
): number {
  const byBytes = Math.ceil(inputMegabytesPerSecond / partitionMegabytesPerSecond);
  return Math.max(processes, processes * partitionsPerWorker, byBytes);
}

function brokersFor(
  busyCores: number,
  megabytesPerSecond: number,
  conditions: ScaleConditions,
): Pick<ScalePlan, "brokers" | "brokersBy"> {
  const { utilization, coresPerBroker, brokerMegabytesPerSecond } = conditions;
  const least = Math.max(leastBrokers, conditions.replicationFactor);
  const byCores = Math.ceil(busyCores / utilization / coresPerBroker);
  const byNetwork = Math.ceil(megabytesPerSecond / utilization / brokerMegabytesPerSecond);
  const brokers = Math.max(least, byCores, byNetwork);
  const brokersBy = brokers === least ? "the least" : brokers === byCores ? "cores" : "network";
  return { brokers, brokersBy };
}
