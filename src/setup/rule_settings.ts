import type { RuleTexts } from "../pipeline/rules.ts";
import type { StageName } from "../pipeline/stage.ts";
import { type Config, settings } from "../settings/config.ts";

/** The settings that decide the pipeline's results (its rules). */
export type RuleConfig = Pick<
  Config,
  "counts" | "countWindows" | "countRetentionMs" | "maxLocales" | "maxValueBytes"
>;

/** The name of a setting that is a rule. */
export type RuleName = keyof RuleConfig;

/** The rules that decide what each stage writes. */
const namesOf: Readonly<Record<StageName, readonly RuleName[]>> = {
  enrich: ["counts", "countWindows", "countRetentionMs", "maxValueBytes"],
  count: ["countWindows", "countRetentionMs", "maxLocales"],
};

/** All rules. */
export const ruleSettingNames: readonly RuleName[] = [
  "counts",
  "countWindows",
  "countRetentionMs",
  "maxLocales",
  "maxValueBytes",
];

const unitsMs = [["W", 604_800_000], ["D", 86_400_000]] as const;

/** All rules with their values as text. */
export function allRulesOf(config: RuleConfig): RuleTexts {
  return textsOf(config, ruleSettingNames);
}

/** The rules of each stage, as it records them with its commits. */
export function rulesOf(config: RuleConfig): Record<StageName, RuleTexts> {
  return { enrich: textsOf(config, namesOf.enrich), count: textsOf(config, namesOf.count) };
}

/** The same settings, but with the recorded rules in place of their own. */
export function configUnder<C extends RuleConfig>(config: C, rules: RuleTexts): C {
  const written = ruleSettingNames.flatMap((name) => {
    const text = rules[settings[name].env];
    return text === undefined ? [] : [[name, settings[name].parse.parse(text)] as const];
  });
  return { ...config, ...Object.fromEntries(written) };
}

function textsOf(config: RuleConfig, names: readonly RuleName[]): RuleTexts {
  return Object.fromEntries(names.map((name) => [settings[name].env, textOf(config, name)]));
}

/** Equal meaning gives equal text. The order of windows has no meaning, but their names do. */
function textOf(config: RuleConfig, name: RuleName): string {
  if (name === "countWindows") {
    const sizes = config.countWindows.toSorted((a, b) => a.sizeMs - b.sizeMs);
    return sizes.map(({ text }) => text).join(",");
  }
  return name === "countRetentionMs" ? durationText(config.countRetentionMs) : String(config[name]);
}

/** Milliseconds as the shortest ISO 8601 duration of one or a few units. */
export function durationText(ms: number): string {
  for (const [unit, unitMs] of unitsMs) {
    if (ms > 0 && ms % unitMs === 0) return `P${ms / unitMs}${unit}`;
  }
  const seconds = ms / 1000;
  const parts = [[Math.floor(seconds / 3600), "H"], [Math.floor(seconds / 60) % 60, "M"], [
    seconds % 60,
    "S",
  ]] as const;
  const text = parts.filter(([count]) => count > 0).map(([count, unit]) => count + unit).join("");
  return `PT${text || "0S"}`;
}
