import { modelOf } from "../../bench/model.ts";
import type { ModelFigures } from "../../bench/model_figures.ts";
import {
  fullSpeedHeading,
  fullSpeedRows,
  modelRows,
  rateHeading,
  rateRows,
} from "../../bench/model_rows.ts";
import { planHeading, plannedLoads, planRows } from "../../bench/plan_rows.ts";
import { exampleConditions, examplePrices } from "../../bench/scale_conditions.ts";
import { type GeneratedPart, markdownTable } from "./generated_part.ts";

const quotableLogins = 1_000_000;

/** The parts of docs/scale.md that are generated from the last recorded measurement. */
export function scaleParts(figures: ModelFigures): GeneratedPart[] {
  const plans = planRows(plannedLoads, modelOf(figures), exampleConditions, examplePrices);
  return [
    { name: "model run", markdown: runText(figures) },
    { name: "model", markdown: markdownTable(["what", "measured"], modelRows(figures)) },
    { name: "conditions", markdown: conditionsTable() },
    { name: "plan", markdown: markdownTable(planHeading, plans) },
    { name: "full speed", markdown: markdownTable(fullSpeedHeading, fullSpeedRows(figures)) },
    { name: "rates", markdown: markdownTable(rateHeading, rateRows(figures)) },
  ];
}

function runText(figures: ModelFigures): string {
  const { date, commit, machine, versions, fullSpeed } = figures;
  const words = figures.arguments === "" ? "" : ` ${figures.arguments}`;
  const names = Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ");
  const logins = fullSpeed[0]?.logins ?? 0;
  return `The last recorded measurement (\`deno task bench:model${words}\`, ${date}, commit ` +
    `${commit}): ${logins.toLocaleString("en")} logins in each run at full speed, ` +
    `${machine.cores} cores of ${machine.model}, ${machine.gigabytes} GB of memory; ${names}.` +
    (logins < quotableLogins ? " **The runs were too short for figures worth quoting.**" : "");
}

function conditionsTable(): string {
  const {
    replicationFactor,
    utilization,
    copyShare,
    coresPerBroker,
    brokerMegabytesPerSecond,
    partitionMegabytesPerSecond,
    partitionsPerWorker,
    outputReaders,
    retentionDays,
    zones,
  } = exampleConditions;
  const { dollarsPerCoreHour, dollarsPerGigabyteMonth, dollarsPerGigabyteBetweenZones } =
    examplePrices;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return markdownTable(["what", "example", "kind"], [
    ["copies of each record", `${replicationFactor}`, "choice"],
    ["used of all cores, networks and disks", percent(utilization), "choice"],
    ["input and output are kept for", `${retentionDays} days`, "choice"],
    ["programs that read the output", `${outputReaders}`, "choice"],
    ["zones, with a copy of each record in each", `${zones}`, "choice"],
    ["partitions for each worker", `${partitionsPerWorker}`, "choice"],
    ["cores of a broker", `${coresPerBroker}`, "choice"],
    [
      "network of a broker, in each direction",
      `${brokerMegabytesPerSecond.toLocaleString("en")} MB/s`,
      "assumption: 10 Gbit/s",
    ],
    ["one partition of the input takes", `${partitionMegabytesPerSecond} MB/s`, "assumption"],
    [
      "each further copy costs the brokers' CPU",
      `${percent(copyShare)} of what the leader does`,
      "assumption, not measured",
    ],
    ["a core", `${dollarsPerCoreHour} $ an hour`, "example price"],
    ["disk", `${dollarsPerGigabyteMonth} $ per GB and month`, "example price"],
    ["between zones", `${dollarsPerGigabyteBetweenZones} $ per GB`, "example price"],
  ]);
}
