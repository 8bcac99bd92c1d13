import { RegistryUnavailableError } from "../../../src/errors.ts";
import type { Membership } from "../../../src/kafka/group_client.ts";
import { avroType } from "../../../src/pipeline/schemas.ts";
import type { Stage } from "../../../src/pipeline/stage.ts";
import { Budget } from "../../../src/runner/budget.ts";
import { type Part, PartitionTask } from "../../../src/runner/partition_task.ts";
import type { Session } from "../../../src/runner/session.ts";
import type { StageEvent } from "../../../src/runner/stage_event.ts";
import type { StageSettings } from "../../../src/runner/stage_settings.ts";
import { TakenTimes } from "../../../src/runner/taken_times.ts";
import { inputRecord } from "../../support/logins.ts";

/** How many records were processed. */
export interface Sum {
  total: number;
}

/** The settings of a stage of sums. */
export type SumSettings = StageSettings<Sum, number>;

const spans = [{ from: 0, rules: { MAX_VALUE_BYTES: "5" }, isBackdated: false }];

/** A stage that counts its records. Its memo is the sum; "old ..." is one of version 0.1. */
export function sumStage(change: Partial<Stage<Sum, number>> = {}): Stage<Sum, number> {
  return {
    name: "enrich",
    rules: spans[0]!.rules,
    reader: avroType("UserLogin"),
    datedTopic: null,
    changelog: null,
    spansIn: (memo) => memo.startsWith("old") ? [] : memo.startsWith("sum") ? spans : null,
    begin: (memo) => ({ total: Number(memo.split(" ")[1] ?? 0) }),
    process: ({ total }, { records }) => {
      const facts = { read: records.length };
      const memo = `sum ${total + records.length}`;
      return { outputs: [], change: records.length, memo, facts };
    },
    apply: (state, change) => void (state.total += change),
    ...change,
  };
}

/** The settings of a stage with what a test replaces, and the events that it reports. */
export function sumSettings(
  change: { readonly [name in keyof SumSettings]?: unknown } = {},
): { readonly settings: SumSettings; readonly events: StageEvent[] } {
  const events: StageEvent[] = [];
  const settings = {
    stage: sumStage(),
    inputTopic: "user-login",
    appId: "app",
    limits: new Map([["user-login", 1_000], ["facts", 1_000]]),
    takenTimes: new TakenTimes(),
    fetchBytes: 1_000,
    budget: new Budget(10_000),
    pauseFactor: 0,
    transactionTimeoutMs: 10_000,
    codecsFor: () => new Map(),
    confirmBeginning: () => Promise.resolve(),
    notify: (event: StageEvent) => void events.push(event),
    tracing: null,
    ...change,
  };
  return { settings: settings as unknown as SumSettings, events };
}

/** A place in generation 3 of the group. */
export function membershipOf(change: Partial<Membership> = {}): Membership {
  return {
    groupId: "app-enrich",
    memberId: "m-1",
    generation: 3,
    topic: "user-login",
    partitions: [0],
    isLeader: false,
    ...change,
  };
}

/** A session of a member that lives, with what a test replaces. */
export function sessionOf(
  membership: Membership,
  change: { readonly [name in keyof Session<Sum>]?: unknown } = {},
): Session<Sum> {
  return {
    member: { membership, assertAlive: () => {} },
    writers: { ids: new Set(), open: () => Promise.resolve(), close: () => Promise.resolve() },
    protocol: {},
    watchdog: { move: () => {}, begin: () => {}, end: () => {}, fetched: () => {} },
    kept: new Map(),
    reached: new Map(),
    ...change,
  } as unknown as Session<Sum>;
}

/** The task of a partition at the start of its log. */
export function taskOf(partition = 2): PartitionTask<Sum> {
  return new PartitionTask(partition, { state: { total: 0 }, position: 0, memo: "" });
}

/** A part of so many records from the task's next offset on. */
export function partOf(task: PartitionTask<Sum>, length: number): Part<Sum> {
  const offsets = Array.from({ length }, (_, i) => task.next + i);
  const records = offsets.map((offset) => inputRecord(null, { offset }));
  const { partition, next } = task;
  const batch = { topic: "user-login", partition, records, nextOffset: next + length };
  return { task, batch, codecs: new Map(), knewSchemas: true, waiting: null };
}

/** The registry's missing answer about a record, or about any. */
export function noAnswer(fromOffset?: number): RegistryUnavailableError {
  const options = fromOffset === undefined ? {} : { fromOffset };
  return new RegistryUnavailableError("no answer", options);
}
