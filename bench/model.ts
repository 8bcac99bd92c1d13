import type { IdleFigures, ModelFigures, RateFigures } from "./model_figures.ts";

/** A cost of our processes, and of all brokers together. */
export interface Cost {
  readonly ours: number;
  readonly brokers: number;
}

/** What a load costs. */
export interface Model {
  /** CPU microseconds per login, in large transactions. */
  readonly loginMicros: Cost;
  /** The brokers' CPU microseconds per login for the producers of the input. */
  readonly inputBrokerMicros: number;
  /** CPU milliseconds per transaction, besides its logins. */
  readonly transactionMillis: Cost;
  /** The most transactions per second of a process, both stages together. */
  readonly mostTransactionsPerSecond: number;
  /** Bytes of key and value of a login in the input. */
  readonly inputBytes: number;
  /** Bytes of key and value that the output gets for each login of the input. */
  readonly outputBytes: number;
}

type Measured = Pick<ModelFigures, "fullSpeed" | "idle" | "rates">;

/**
 * The model of a measurement. The cost of a login is that of the first run at full speed, where
 * transactions are large. What is left of the cores at a rate is the cost of transactions:
 *
 *     ours at a rate    = idle + rate × cost per login + transactions per second × cost of one
 *     brokers at a rate = the same, + what the load alone costs them
 *
 * so the cost of a transaction is the sum of what is left at all rates ÷ the sum of all transactions
 * per second. High rates weigh more: at low ones, little is left. Cores are CPU seconds per second.
 */
export function modelOf({ fullSpeed, idle, rates }: Measured): Model {
  const [first] = fullSpeed;
  if (first === undefined) throw new RangeError("Cannot make a model without a run at full speed");
  const loginMicros = { ours: first.cpuMicros, brokers: first.brokerCpuMicros };
  const left = rates.map((rate) => withoutLogins(rate, idle, loginMicros));
  const perSecond = sum(rates.map(transactionsPerSecond));
  return {
    loginMicros,
    inputBrokerMicros: first.inputBrokerCpuMicros,
    transactionMillis: {
      ours: millis(sum(left.map(({ ours }) => ours)), perSecond),
      brokers: millis(sum(left.map(({ brokers }) => brokers)), perSecond),
    },
    mostTransactionsPerSecond: Math.max(0, ...rates.map(transactionsPerSecond)),
    inputBytes: first.inputBytes,
    outputBytes: first.outputBytes,
  };
}

/**
 * The logins per second of some processes on one machine that they share with the broker. A worker is
 * one thread, so each process gives at most one core, and all together at most those of the machine:
 *
 *     the smaller of processes ÷ our cost per login, and cores ÷ (our cost + the broker's)
 */
export function predictedLoginsPerSecond(
  { loginMicros: { ours, brokers } }: Model,
  processes: number,
  machineCores: number,
): number {
  return Math.min(processes * 1e6 / ours, machineCores * 1e6 / (ours + brokers));
}

/** The cores at a rate, by the formula of {@linkcode modelOf}. */
export function predictedCores(
  { loginMicros, transactionMillis }: Model,
  idle: IdleFigures,
  rate: RateFigures,
): Cost {
  const seconds = (micros: number, millis: number) =>
    rate.loginsPerSecond * micros / 1e6 + transactionsPerSecond(rate) * millis / 1e3;
  const base = baseOf(rate, idle);
  return {
    ours: base.ours + seconds(loginMicros.ours, transactionMillis.ours),
    brokers: base.brokers + seconds(loginMicros.brokers, transactionMillis.brokers),
  };
}

/** The transactions per second of both stages. */
export function transactionsPerSecond(rate: RateFigures): number {
  return rate.enrichTransactionsPerSecond + rate.countTransactionsPerSecond;
}

function withoutLogins(rate: RateFigures, idle: IdleFigures, loginMicros: Cost): Cost {
  const base = baseOf(rate, idle);
  const logins = (micros: number) => rate.loginsPerSecond * micros / 1e6;
  return {
    ours: rate.cores - base.ours - logins(loginMicros.ours),
    brokers: rate.brokerCores - base.brokers - logins(loginMicros.brokers),
  };
}

/** The cores before any login is processed. The load's own share includes an idle broker. */
function baseOf({ brokerCoresAlone }: RateFigures, idle: IdleFigures): Cost {
  const load = brokerCoresAlone - idle.brokerCoresAlone;
  return { ours: idle.cores, brokers: idle.brokerCores + load };
}

/** Never below 0, which noise could give. */
function millis(cores: number, perSecond: number): number {
  return perSecond === 0 ? 0 : Math.max(0, cores / perSecond * 1e3);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
