import { assertEquals } from "@std/assert";
import { type KnownMetric, metricTable } from "../../support/metric_table.ts";
import { allExpressions, type Placed, recordingRules } from "../../support/monitoring_kit.ts";
import { askedBy, type Selector } from "../../support/promql.ts";
import { shown } from "../web/shown.ts";

type Labels = KnownMetric["labels"];
type Served = readonly KnownMetric[];

/** The labels that Prometheus adds to each series, and the two series that it creates. */
const scraped: Labels = { job: null, instance: null };
const prometheusOwn: readonly (readonly [string, Labels])[] = [
  ["up", {}],
  ["ALERTS", { alertname: null, alertstate: ["pending", "firing"] }],
];

Deno.test("every rule and panel queries metrics that a processor serves", async () => {
  const served = await servedMetrics();
  assertEquals(allExpressions().flatMap((placed) => complaintsAbout(placed, served)), []);
});

Deno.test("every metric of a processor is on the dashboard", async () => {
  const asked = allExpressions().flatMap(({ expression }) => askedBy(expression).selectors)
    .map(({ metric }) => metric.replace(/_bucket$/, ""));
  const unseen = (await servedMetrics()).filter(({ name }) => !asked.includes(name));
  assertEquals(unseen.map(({ name }) => name), []);
});

Deno.test("the check of expressions reports unknown metrics and labels", async () => {
  const served = await servedMetrics();
  const complaints = (expression: string) =>
    complaintsAbout({ where: "here", expression }, served).join("; ");
  assertEquals(complaints("sum(login_pipeline_logins_total)"), "here: login_pipeline_logins_total");
  assertEquals(complaints('1 - up{jbo="x"}'), "here: up{jbo}");
  assertEquals(
    complaints('rate(login_pipeline_records_total{fate="lost"}[5m]) > 0'),
    'here: login_pipeline_records_total{fate="lost"}',
  );
  assertEquals(
    complaints("sum by (locale) (login_pipeline_lag_records) / on (job) up"),
    "here: by locale",
  );
  assertEquals(
    complaints("login_pipeline_fetch_duration_seconds"),
    "here: login_pipeline_fetch_duration_seconds",
  );
  assertEquals(
    complaints("sum by (job) (a) unless max_over_time(b{job='x'}[5m:1m]) > -3 * c and d"),
    "here: a; here: b; here: c; here: d",
  );
});

async function servedMetrics(): Promise<Served> {
  using scene = shown();
  return metricTable(await (await scene.get("/metrics")).text());
}

function complaintsAbout({ where, expression }: Placed, served: Served): string[] {
  const { selectors, labels } = askedBy(expression);
  const known = selectors.flatMap(({ metric }) => Object.keys(labelsOf(metric, served) ?? {}));
  return [
    ...selectors.flatMap((selector) => complaintsAboutSelector(selector, served)),
    ...labels.filter((label) => known.length > 0 && !known.includes(label))
      .map((label) => `by ${label}`),
  ].map((complaint) => `${where}: ${complaint}`);
}

function complaintsAboutSelector({ metric, matchers }: Selector, served: Served): string[] {
  const labels = labelsOf(metric, served);
  if (labels === null) return [metric];
  return matchers.flatMap(({ label, operator, value }) => {
    const values = labels[label];
    if (values === undefined) return [`${metric}{${label}}`];
    if (values === null || operator.endsWith("~") || values.includes(value)) return [];
    return [`${metric}{${label}${operator}"${value}"}`];
  });
}

function labelsOf(series: string, served: Served): Labels | null {
  const own = prometheusOwn.find(([name]) => name === series)?.[1];
  const labels = own ?? labelsOfMetric(series, served) ?? labelsOfRecorded(series, served);
  return labels === null ? null : { ...labels, ...scraped };
}

function labelsOfMetric(series: string, served: Served): Labels | null {
  for (const { name, isHistogram, labels } of served) {
    if (!isHistogram && series === name) return labels;
    if (isHistogram && series === `${name}_bucket`) return { ...labels, le: null };
    if (isHistogram && [`${name}_sum`, `${name}_count`].includes(series)) return labels;
  }
  return null;
}

/** A recorded metric has the labels that its rule keeps, with the values of its source metrics. */
function labelsOfRecorded(series: string, served: Served): Labels | null {
  const rule = recordingRules.find(({ name }) => name === series);
  if (rule === undefined) return null;
  const { selectors, labels } = askedBy(rule.expression);
  const known = Object.assign({}, ...selectors.map(({ metric }) => labelsOf(metric, served)));
  return Object.fromEntries(labels.map((label) => [label, known[label] ?? null]));
}
