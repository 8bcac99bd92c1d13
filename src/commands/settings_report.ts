import type { RuleDifference, RuleSpan, RuleTexts } from "../pipeline/rules.ts";
import type { ChangePlan } from "../recount/rule_change.ts";
import type { WrittenRules } from "../setup/written_rules.ts";
import { tableOf } from "../terminal/table.ts";

/** The recorded settings as a table, with one row for all partitions that have the same. */
export function writtenText(
  { enrich, count }: WrittenRules,
  topics: { readonly input: string; readonly deltas: string },
): string {
  const rows = [
    ...rowsOf(topics.input, enrich),
    ...rowsOf(topics.deltas, count),
  ];
  return tableOf(["topic", "partitions", "from offset", "settings"], rows);
}

/** A change of settings as text: each setting, the offsets from which it applies, and its effects. */
export function changeText({ differences, changes, isBackdated }: ChangePlan): string {
  const rows = differences.map(({ name, own, found }) => [name, shown(found), shown(own)]);
  const offsets = changes.map(({ stage, partition, offset }) => `${stage}[${partition}] ${offset}`);
  return [
    ...(rows.length === 0 ? [] : [tableOf(["setting", "recorded", "here"], rows), ""]),
    `applies from these offsets: ${offsets.join(", ")}`,
    "",
    ...meanings(differences, isBackdated),
  ].join("\n");
}

function* meanings(
  differences: readonly RuleDifference[],
  isBackdated: boolean,
): Generator<string> {
  for (const difference of differences) yield* meaningsOf(difference, isBackdated);
  if (!isBackdated) return;
  yield "To count earlier logins in the new windows, run: deno task recount. Until then, the " +
    "counts of windows begin at these offsets.";
}

function* meaningsOf(
  { name, own, found }: RuleDifference,
  isBackdated: boolean,
): Generator<string> {
  if (name === "COUNT_WINDOWS") {
    const [added, removed] = [without(own, found), without(found, own)];
    if (added !== "" && !isBackdated) {
      yield `Windows ${added} begin at these offsets: earlier logins are not counted in them, ` +
        "unless you use --from-beginning and then run a recount.";
    }
    if (removed !== "") {
      yield `Windows ${removed} no longer count logins; their counts stay in the table until ` +
        "COUNT_RETENTION removes them.";
    }
  } else if (name === "COUNT_RETENTION") {
    yield "Windows are kept, and accept late logins, for the new time. A shorter time removes old " +
      "windows from the table with the next logins. A longer time reopens windows, which start at " +
      "0 with the next late login, unless you use --from-beginning and then run a recount.";
  } else if (name === "MAX_LOCALES") {
    yield "Locales that are counted by name stay so. Locales that are counted together stay so " +
      "until you run: deno task recount.";
  } else if (name === "MAX_VALUE_BYTES") {
    yield "Records that were already processed keep their fate.";
  } else if (name === "COUNTS") {
    yield "Logins after these offsets are not counted until you run: deno task recount.";
  }
}

function without(list: string, other: string): string {
  const others = new Set(other.split(","));
  return list.split(",").filter((each) => !others.has(each)).join(",");
}

function shown(value: string): string {
  return value === "" ? "(none)" : value;
}

function rowsOf(topic: string, partitions: readonly (readonly RuleSpan[])[]): string[][] {
  const alike = Map.groupBy(
    [...partitions.entries()].filter(([, spans]) => spans.length > 0),
    ([, spans]) => JSON.stringify(spans.map(({ rules, isBackdated }) => [rules, isBackdated])),
  );
  return [...alike.values()].flatMap((group) =>
    group[0]![1].map(({ rules, isBackdated }, index) => [
      topic,
      group.map(([partition]) => partition).join(" "),
      group.map(([, spans]) => spans[index]!.from).join(" "),
      textOf(rules) + (isBackdated ? " (a recount also counts earlier logins under these)" : ""),
    ])
  );
}

function textOf(rules: RuleTexts): string {
  return Object.entries(rules).map(([name, value]) => `${name}=${value}`).join(" ");
}
