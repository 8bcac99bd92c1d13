import { type GeneratedPart, markdownTable } from "./generated_part.ts";

/** A version of Kafka on which the whole run passed. */
export interface VersionFigures {
  readonly version: string;
  readonly mode: string;
  readonly without: string;
  readonly logins: number;
  readonly date: string;
}

/** How long nothing was committed. */
export interface GapFigure {
  readonly seconds: number;
}

/** The figures of a rolling restart. */
export interface RollingFigures {
  readonly date: string;
  readonly logins: number;
  readonly loginsPerSecond: number;
  readonly longest: GapFigure;
  readonly longestOfOne: GapFigure;
  readonly restarts: readonly { readonly awaySeconds: number }[];
}

/** The parts of docs/operate.md that are generated from the last recorded runs; null for none. */
export function operateParts(
  versions: readonly VersionFigures[],
  rolling: RollingFigures | null,
): GeneratedPart[] {
  return [
    { name: "versions", markdown: versionTable(versions) },
    { name: "rolling restart", markdown: rollingTable(rolling) },
  ];
}

function versionTable(versions: readonly VersionFigures[]): string {
  const rows = versions.map(({ version, mode, logins, date, without }) => [
    version,
    mode,
    `${logins.toLocaleString("en")} logins, one fate each`,
    date,
    without,
  ]);
  const heading = ["Kafka", "mode", "kill -9, second start, audit", "when", "what it cannot do"];
  return markdownTable(heading, rows);
}

function rollingTable(figures: RollingFigures | null): string {
  if (figures === null) {
    return "No figures are recorded yet. Record them with `deno task test:rolling --record`.";
  }
  const { date, logins, loginsPerSecond, longest, longestOfOne, restarts } = figures;
  const away = restarts.map(({ awaySeconds }) => awaySeconds.toFixed(1)).join(", ");
  return markdownTable(["what", `figure (${date})`], [
    [
      "sent, and found by the audit with one fate each",
      `${logins.toLocaleString("en")} logins, ${loginsPerSecond.toLocaleString("en")} a second`,
    ],
    ["each broker down for", `${away} s`],
    ["longest gap between commits", `${longest.seconds.toFixed(1)} s`],
    ["longest gap of a single partition", `${longestOfOne.seconds.toFixed(1)} s`],
  ]);
}
