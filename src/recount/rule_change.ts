import { FatalError, messageOf } from "../errors.ts";
import type { Positions } from "../kafka/position_client.ts";
import { groupIdOf } from "../names.ts";
import { ownMemo, writeMemo } from "../pipeline/count_memo.ts";
import { readEnrichMemo, writeEnrichMemo, writeStanding } from "../pipeline/enrich_memo.ts";
import {
  newestRules,
  type RuleDifference,
  type RuleSpan,
  type RuleTexts,
} from "../pipeline/rules.ts";
import { type StageName, stageNames } from "../pipeline/stage.ts";
import { allRulesOf, rulesOf } from "../setup/rule_settings.ts";
import { changedSpans, differencesIn, refuseBackdating, refuseCounting } from "./changed_spans.ts";
import { assertStopped, joinAlone } from "./sole_member.ts";
import type { Workplace } from "./workplace.ts";

/** What a change of settings needs; `settings` are the wanted ones. */
export type ChangePlace = Pick<Workplace, "cluster" | "settings" | "report">;

/** The committed offset of a partition and its new memo. */
export interface PartitionChange {
  readonly stage: StageName;
  readonly partition: number;
  readonly offset: number;
  readonly spans: readonly RuleSpan[];
  readonly memo: string;
}

/** What would be written and why. */
export interface ChangePlan {
  readonly differences: readonly RuleDifference[];
  readonly changes: readonly PartitionChange[];
  /** Whether a recount applies the new settings to earlier logins, too. */
  readonly isBackdated: boolean;
}

const what = "change the settings";

/** Plans what the settings of this environment would change; writes nothing. */
export async function planChange(place: ChangePlace, isBackdated: boolean): Promise<ChangePlan> {
  const changes = await Promise.all(
    stageNames.map((stage) => changesOf(place, stage, isBackdated)),
  );
  const found = changes.flat();
  const differences = differencesIn(allRulesOf(place.settings.config), found);
  refuseCounting(differences);
  if (isBackdated) refuseBackdating(differences);
  return { differences, changes: found.filter(({ memo }) => memo !== ""), isBackdated };
}

/**
 * Writes the new rules into the memos of the committed offsets, one transaction per stage, as the only
 * member of its group. If it is killed, each stage has the old rules or the new ones. No processor runs
 * while some differ, and running it again does the rest.
 */
export async function changeRules(place: ChangePlace, isBackdated: boolean): Promise<ChangePlan> {
  await assertStopped(place, what);
  place.report("taking over the tasks of both stages");
  const members = await joinAlone(place);
  try {
    const plan = await planChange(place, isBackdated);
    for (const stage of stageNames) {
      const offsets = plan.changes.filter((change) => change.stage === stage);
      if (offsets.length === 0) continue;
      await members[stage].commit([], offsets).catch((error) => {
        throw unwritten(stage, error);
      });
    }
    return plan;
  } finally {
    await Promise.all([members.enrich.leave(), members.count.leave()]);
  }
}

/** The current settings of a partition and its new memo; "" to write nothing. */
export interface FoundPartition extends PartitionChange {
  readonly before: RuleTexts;
}

async function changesOf(
  { settings, cluster }: ChangePlace,
  stage: StageName,
  isBackdated: boolean,
): Promise<FoundPartition[]> {
  const { config, topics } = settings;
  const { topic } = stage === "enrich" ? topics.input : topics.deltas;
  const positions: Positions = await cluster.positions.all(groupIdOf(config.appId, stage), topic);
  const found = await Promise.all(positions.map(async (position, partition) => {
    if (position === null) return [];
    const kept = read(stage, position.memo);
    const before = newestRules(kept?.spans ?? []);
    if (kept === null || before === null) return []; // the first commit records them
    const { offset } = position;
    const logStart = (await cluster.range(topic, partition)).start;
    const wanted = { offset, logStart, rules: rulesOf(config)[stage] };
    // A recount always decides again which locales have a name: only logins depend on the offset.
    const spans = changedSpans(kept.spans, wanted, isBackdated && stage === "enrich");
    const memo = spans === null ? "" : kept.write(spans);
    return [{ stage, partition, offset, spans: spans ?? kept.spans, memo, before }];
  }));
  return found.flat();
}

interface Kept {
  readonly spans: readonly RuleSpan[];
  readonly write: (spans: readonly RuleSpan[]) => string;
}

function read(stage: StageName, text: string): Kept | null {
  if (stage === "enrich") {
    const memo = readEnrichMemo(text);
    if (memo === null) return null;
    const { streamTimeMs, isCounted, spans, beginning } = memo;
    return {
      spans,
      write: (changed) =>
        writeEnrichMemo(streamTimeMs, isCounted, writeStanding({ spans: changed, beginning })),
    };
  }
  const memo = ownMemo(text);
  if (memo === null) return null;
  return { spans: memo.spans ?? [], write: (spans) => writeMemo({ ...memo, spans }) };
}

function unwritten(stage: StageName, error: unknown): FatalError {
  return new FatalError(
    `Cannot write the settings of stage ${stage}: ${messageOf(error)}`,
    "stop all processors and run it again: a stage already written keeps the new settings",
    { cause: error },
  );
}
