/** A metric of the processor with its labels, and their values if there are few. */
export interface KnownMetric {
  readonly name: string;
  readonly isHistogram: boolean;
  /** Null for a label with any value. */
  readonly labels: Readonly<Record<string, readonly string[] | null>>;
}

/** Labels with values from the input or the machine; the values of others exist from the start. */
const open: ReadonlySet<string> = new Set([
  "topic",
  "partition",
  "cause",
  "version",
  "deno",
  "v8",
  "le",
]);

/** The metrics of a processor, read from its /metrics. */
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
