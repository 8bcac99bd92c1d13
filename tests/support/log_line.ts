/** One line of the processor's log, with short names of its fields. */
export interface LogLine {
  readonly event?: string;
  readonly stage?: string;
  readonly partition?: number;
  readonly partitions?: readonly number[];
  readonly recovery?: string;
  readonly reason?: string;
  readonly message?: string;
  /** The remedy. */
  readonly action?: string;
  readonly rejected?: Readonly<Record<string, number>>;
  readonly [field: string]: unknown;
}

const shortNames: Readonly<Record<string, string>> = {
  "event.action": "event",
  "event.reason": "reason",
  "pipeline.remedy": "action",
};

/** Reads a line in the Elastic Common Schema. */
export function readLogLine(json: string): LogLine {
  const line: Record<string, unknown> = JSON.parse(json);
  return Object.fromEntries(
    Object.entries(line).map(([name, value]) => [shortName(name), value]),
  );
}

function shortName(name: string): string {
  return shortNames[name] ?? name.replace(/^(?:pipeline|kafka)\./, "");
}
