import { modelOf, predictedCores, predictedLoginsPerSecond } from "./model.ts";
import type { ModelFigures } from "./model_figures.ts";
import { significant } from "./spread.ts";

/** The headings of {@linkcode fullSpeedRows}. */
export const fullSpeedHeading: readonly string[] = [
  "processes",
  "partitions",
  "logins/s, predicted",
  "logins/s, measured",
  "our µs a login",
  "broker's µs a login",
  "peak MB",
  "connections",
  "s to own all",
  "s to commit all",
];

/** A row for each run at full speed, with what the model predicts for it. */
export function fullSpeedRows(figures: ModelFigures): string[][] {
  const model = modelOf(figures);
  return figures.fullSpeed.map((run) => [
    String(run.processes),
    whole(run.partitions),
    whole(predictedLoginsPerSecond(model, run.processes, figures.machine.cores)),
    whole(run.loginsPerSecond),
    significant(run.cpuMicros),
    significant(run.brokerCpuMicros),
    significant(run.peakMegabytes),
    whole(run.connections),
    significant(run.ownedSeconds),
    significant(run.seconds),
  ]);
}

/** The headings of {@linkcode rateRows}. */
export const rateHeading: readonly string[] = [
  "logins/s",
  "transactions/s, enrich",
  "transactions/s, count",
  "our cores, predicted",
  "our cores, measured",
  "broker's cores, predicted",
  "broker's cores, measured",
  "broker's cores, load alone",
];

/** A row for no load and for each rate, with what the model predicts for it. */
export function rateRows(figures: ModelFigures): string[][] {
  const { idle, rates } = figures;
  const model = modelOf(figures);
  const idleCells = [idle.cores, idle.brokerCores, idle.brokerCoresAlone].map(significant);
  return [
    ["0", "", "", "", idleCells[0] ?? "", "", idleCells[1] ?? "", idleCells[2] ?? ""],
    ...rates.map((rate) => {
      const predicted = predictedCores(model, idle, rate);
      return [
        whole(rate.loginsPerSecond),
        significant(rate.enrichTransactionsPerSecond),
        significant(rate.countTransactionsPerSecond),
        significant(predicted.ours),
        significant(rate.cores),
        significant(predicted.brokers),
        significant(rate.brokerCores),
        significant(rate.brokerCoresAlone),
      ];
    }),
  ];
}

/** What the model consists of, each with its value. */
export function modelRows(figures: ModelFigures): string[][] {
  const model = modelOf(figures);
  const { loginMicros, transactionMillis, inputBrokerMicros } = model;
  return [
    ["our CPU for a login", `${significant(loginMicros.ours)} µs`],
    ["the broker's CPU for a login", `${significant(loginMicros.brokers)} µs`],
    ["the broker's CPU for its producer", `${significant(inputBrokerMicros)} µs`],
    ["our CPU for a transaction", `${significant(transactionMillis.ours)} ms`],
    ["the broker's CPU for a transaction", `${significant(transactionMillis.brokers)} ms`],
    ["transactions of a process, at most", `${significant(model.mostTransactionsPerSecond)}/s`],
    ["a login in the input, key and value", `${significant(model.inputBytes)} bytes`],
    ["its output, key and value, on average", `${significant(model.outputBytes)} bytes`],
  ];
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
