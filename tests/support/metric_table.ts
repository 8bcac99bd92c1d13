/** One metric of the processor: which labels it has, and their values where they are few. */
export interface KnownMetric {
  readonly name: string;
  readonly isHistogram: boolean;
  /** Null for a label that takes any value. */
  readonly labels: Readonly<Record<string, readonly string[] | null>>;
}

/** Labels whose values come from the input or the place; all others are there from the start. */
const open: ReadonlySet<string> = new Set([
  "topic",
  "partition",
  "cause",
  "version",
  "deno",
  "v8",
  "le",
]);

/** The metrics that a processor serves, taken from what it serves. */
export function metricTable(exposition: string): KnownMetric[] {
  return [...exposition.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => {
    const isHistogram = type === "histogram";
    return { name: name!, isHistogram, labels: labelsOf(exposition, name!, isHistogram) };
  });
}

function labelsOf(exposition: string, name: string, isHistogram: boolean): KnownMetric["labels"] {
  const series = new RegExp(`^${name}${isHistogram ? "_count" : ""}(?:\\{(.*)\\})? `, "gm");
  const labels: Record<string, string[] | null> = {};
  let isThere = false;
  for (const [, inBraces] of exposition.matchAll(series)) {
    isThere = true;
    for (const [, label, value] of (inBraces ?? "").matchAll(/(\w+)="([^"]*)"/g)) {
      if (open.has(label!)) labels[label!] = null;
      else (labels[label!] ??= [])?.push(value!);
    }
  }
  if (!isThere) throw new Error(`Cannot tell the labels of ${name}: it has no series`);
  return labels;
}
