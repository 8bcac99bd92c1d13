import { type GeneratedPart, markdownTable } from "./generated_part.ts";

/** How long takeovers took, in milliseconds. */
export interface Recovery {
  readonly measured: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** The recorded figures of a run of the fault harness. */
export interface FaultRunFigures {
  readonly date: string;
  readonly commit: string;
  readonly seed: number;
  readonly totals: {
    readonly scenarios: number;
    readonly passed: number;
    readonly failed: number;
    readonly records: number;
    readonly kills: number;
    readonly stalls: number;
    readonly resets: number;
    readonly recovery: Readonly<Record<string, Recovery | null>>;
  };
  /** Seconds by family and name. */
  readonly families: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A rule that was switched off, and the scenario that failed without it. */
export interface MutationFigure {
  readonly rule: string;
  readonly without: string;
  readonly scenario: string;
}

/** The parts of docs/reliability.md that are generated from the last recorded runs. */
export function reliabilityParts(
  run: FaultRunFigures,
  mutations: readonly MutationFigure[],
): GeneratedPart[] {
  return [
    { name: "last run", markdown: lastRunTable(run) },
    { name: "scenarios", markdown: scenarioLists(run) },
    { name: "mutations", markdown: mutationTable(mutations) },
  ];
}

function lastRunTable({ date, commit, seed, totals, families }: FaultRunFigures): string {
  const number = (value: number) => value.toLocaleString("en");
  const named = Object.values(families).reduce((sum, names) => sum + Object.keys(names).length, 0);
  const rows = [
    ["named scenarios", number(named)],
    [
      "runs of scenarios and random storms",
      `${number(totals.passed)} passed, ${totals.failed} failed`,
    ],
    ["records, each with one fate", number(totals.records)],
    ["SIGKILLs", number(totals.kills)],
    ["SIGSTOPs", number(totals.stalls)],
    ["connections reset", number(totals.resets)],
    ...Object.entries(totals.recovery).map(([signal, recovery]) => [
      `taken over by another process after ${signal}`,
      recovery === null
        ? "not measured"
        : `p50 ${number(recovery.p50Ms)} ms, p99 ${
          number(recovery.p99Ms)
        } ms of ${recovery.measured}`,
    ]),
  ];
  const heading =
    `The last full run (${date}, commit ${commit}, \`--seed ${seed}\`, session timeout 6 s):`;
  return `${heading}\n\n${markdownTable(["what", "figure"], rows)}`;
}

function scenarioLists({ families }: FaultRunFigures): string {
  return Object.entries(families).map(([family, seconds]) => {
    const names = Object.keys(seconds);
    const list = names.map((name) => `- ${name}`).join("\n");
    return `<details><summary>${family}: ${names.length}</summary>\n\n${list}\n\n</details>`;
  }).join("\n\n");
}

function mutationTable(mutations: readonly MutationFigure[]): string {
  const rows = mutations.map(({ rule, without, scenario }) => [rule, without, scenario]);
  return markdownTable(["rule", "without it", "fails"], rows);
}
