import type { RuleDifference, RuleSpan, RuleTexts } from "../pipeline/rules.ts";
import type { ChangePlan } from "../recount/rule_change.ts";
import type { WrittenRules } from "../setup/written_rules.ts";
import { tableOf } from "../terminal/table.ts";

/** What was written down, partitions of the same folded into one row. */
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

/** What a change comes to: each setting, from which offsets on, and what it means. */
export function changeText({ differences, changes, isBackdated }: ChangePlan): string {
  const rows = differences.map(({ name, own, found }) => [name, shown(found), shown(own)]);
  const offsets = changes.map(({ stage, partition, offset }) => `${stage}[${partition}] ${offset}`);
  return [
    ...(rows.length === 0 ? [] : [tableOf(["setting", "written down", "here"], rows), ""]),
    `from these offsets on: ${offsets.join(", ")}`,
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
  yield "Earlier logins get the new windows with: deno task recount. Until then, the counts of " +
    "windows begin at these offsets.";
}

function* meaningsOf(
  { name, own, found }: RuleDifference,
  isBackdated: boolean,
): Generator<string> {
  if (name === "COUNT_WINDOWS") {
    const [added, removed] = [without(own, found), without(found, own)];
    if (added !== "" && !isBackdated) {
      yield `Windows ${added} begin at these offsets: earlier logins are in no such count, unless ` +
        "--from-beginning and a recount count them.";
    }
    if (removed !== "") {
      yield `Windows ${removed} count no login any more; their counts stay until COUNT_RETENTION ` +
        "takes them off the table.";
    }
  } else if (name === "COUNT_RETENTION") {
    yield "Windows are kept, and take late logins, for another time. What a shorter one closes " +
      "leaves the table with the next logins. What a longer one opens again begins at 0 with the " +
      "next late login, unless --from-beginning and a recount count it.";
  } else if (name === "MAX_LOCALES") {
    yield "Locales that have a name keep it. Those that are counted together stay so until: deno " +
      "task recount.";
  } else if (name === "MAX_VALUE_BYTES") {
    yield "Records that were processed keep the fate that they have.";
  } else if (name === "COUNTS") {
    yield "Logins behind these offsets are in no count until: deno task recount.";
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
      textOf(rules) + (isBackdated ? " (a recount counts earlier logins by these, too)" : ""),
    ])
  );
}

function textOf(rules: RuleTexts): string {
  return Object.entries(rules).map(([name, value]) => `${name}=${value}`).join(" ");
}
