import { assert, assertEquals } from "@std/assert";
import type { ConsoleRecord } from "../../src/stack/console_record.ts";
import { Contract, type ExpectedFate, type ExpectedLogin } from "./contract.ts";
import { readWithJavaToEnd } from "./java_topic.ts";
import { RegisteredSchemas } from "./registered_schemas.ts";
import type { Scene } from "./scene.ts";

/** A record of the output topic, decoded by its schema id. */
export interface Fact {
  readonly record: ConsoleRecord;
  readonly fields: Record<string, unknown>;
}

/** The results of an audit, for tests that check more. */
export interface Findings {
  readonly input: readonly ConsoleRecord[];
  readonly enriched: readonly Fact[];
  readonly counts: readonly Fact[];
  readonly deadLetters: readonly ConsoleRecord[];
  /** How many input records should have each fate, and have it. */
  readonly fates: Readonly<Record<string, number>>;
}

/** All committed records of the topics that other programs read and write. */
export interface TopicRecords {
  readonly input: readonly ConsoleRecord[];
  readonly output: readonly ConsoleRecord[];
  readonly deadLetters: readonly ConsoleRecord[];
}

const text = new TextDecoder();
const leastRefusedMs = 1_800_000;
const causes = ["topic", "partition", "offset", "exception", "message"]
  .map((name) => `__streams.errors.${name}`);
const recountHeader = "login-pipeline.recount";

/**
 * Compares everything that a read_committed reader sees with the contract. Each input record has its
 * expected fate once; all fields, keys, headers and timestamps are correct; counts strictly rise and
 * end at the sums. Java reads the topics, and {@linkcode Contract} decides.
 */
export async function audit(scene: Scene): Promise<Findings> {
  const { topics } = scene;
  const [input, output, deadLetters] = await Promise.all(
    [topics.input, topics.output, topics.deadLetters].map((topic) =>
      readWithJavaToEnd(scene, topic)
    ),
  ) as [ConsoleRecord[], ConsoleRecord[], ConsoleRecord[]];
  return await auditRecords(scene, { input, output, deadLetters });
}

/** The same for records that were already read. */
export async function auditRecords(
  { stack, topics }: Pick<Scene, "stack" | "topics">,
  { input, output, deadLetters }: TopicRecords,
): Promise<Findings> {
  const schemas = new RegisteredSchemas(stack.registryUrl);
  const facts = await Promise.all(output.map(async (record) => {
    return { record, ...await schemas.read(record.value!) };
  }));
  const isRefused = new Set(deadLetters.map(dated).filter(isRefusedForItsTime).map(coordinatesOf));
  const enriched = facts.filter(({ name }) => name === "io.fetch.login.EnrichedLogin");
  const counts = facts.filter(({ name }) => name === "io.fetch.login.LocaleCount");
  assertEquals(enriched.length + counts.length, facts.length, "records of another type");

  const contract = new Contract(schemas);
  const expected = new Map<string, ExpectedFate>();
  for (const record of input) {
    const fate = await contract.fateOf(record.value);
    const source = sourceOf(record);
    expected.set(source, isLogin(fate) && isRefused.has(source) ? "deadLetter" : fate);
  }
  const sources = new Map(input.map((record) => [sourceOf(record), record]));
  checkEnriched(enriched, expected, sources);
  checkDeadLetters(deadLetters, expected, sources, topics.input);
  checkAllTimeCounts(counts, [...expected.values()].filter(isLogin));
  return { input, enriched, counts, deadLetters, fates: fatesOf([...expected.values()]) };
}

/**
 * Whether a dead letter was rejected for its time, and that time is further ahead than a topic
 * accepts by default, or before the epoch.
 */
function isRefusedForItsTime({ headers, timestampMs }: ConsoleRecord): boolean {
  const cause = headers.findLast(([name]) => name === "__streams.errors.exception")?.[1];
  if (!cause || text.decode(cause) !== "RECORD_TIME_REFUSED") return false;
  return timestampMs > Date.now() + leastRefusedMs || timestampMs < 0;
}

/** A dead letter with the timestamp that it could not have, from its header. */
function dated(letter: ConsoleRecord): ConsoleRecord {
  const { timestampMs, headers } = letter;
  const [name, value] = headers.at(-1) ?? [];
  if (timestampMs !== -1 || name !== "login-pipeline.timestamp") return letter;
  const exact = BigInt(text.decode(value!));
  return {
    ...letter,
    timestampMs: Number.isSafeInteger(Number(exact)) ? Number(exact) : exact,
    headers: headers.slice(0, -1),
  };
}

function coordinatesOf({ headers }: ConsoleRecord): string {
  const [partition, offset] = headers.slice(-4, -2).map(([, value]) => text.decode(value!));
  return `${partition}/${offset}`;
}

function checkEnriched(
  enriched: readonly Fact[],
  expected: ReadonlyMap<string, ExpectedFate>,
  sources: ReadonlyMap<string, ConsoleRecord>,
): void {
  const lastOffsets = new Map<string, number>();
  const seen = new Set<string>();
  for (const { record, fields: { source_partition, source_offset, ...login } } of enriched) {
    const source = `${source_partition}/${source_offset}`;
    assert(!seen.has(source), `input ${source} was enriched twice`);
    seen.add(source);
    assertEquals<unknown>(login, expected.get(source), `input ${source}`);
    assertEquals(text.decode(record.key!), login["user_id"], `key of ${source}`);
    assertEquals(record.timestampMs, sources.get(source)!.timestampMs, `timestamp of ${source}`);
    assertEquals(record.headers, [], `headers of ${source}`);
    const user = `${source_partition}/${login["user_id"]}`;
    assert((lastOffsets.get(user) ?? -1) < Number(source_offset), `order of ${source}`);
    lastOffsets.set(user, Number(source_offset));
  }
  const missing = [...expected].filter(([source, fate]) => isLogin(fate) && !seen.has(source));
  assertEquals(missing, [], "logins that were never enriched");
}

function checkDeadLetters(
  deadLetters: readonly ConsoleRecord[],
  expected: ReadonlyMap<string, ExpectedFate>,
  sources: ReadonlyMap<string, ConsoleRecord>,
  inputTopic: string,
): void {
  const seen = new Set<string>();
  for (const letter of deadLetters.map(dated)) {
    const [topic, partition, offset] = letter.headers.slice(-5, -2)
      .map(([, value]) => text.decode(value!));
    assertEquals(topic, inputTopic, "the topic that a dead letter names");
    const source = `${partition}/${offset}`;
    assertEquals(expected.get(source), "deadLetter", `input ${source} is a dead letter`);
    assert(!seen.has(source), `input ${source} is a dead letter twice`);
    seen.add(source);
    const { key, value, timestampMs, headers } = sources.get(source)!;
    assertEquals(letter.key, key, `key of ${source}`);
    assertEquals(letter.value, value, `value of ${source}`);
    assertEquals(letter.timestampMs, timestampMs, `timestamp of ${source}`);
    assertEquals(letter.headers.slice(0, -5), ownHeaders(headers), `headers of ${source}`);
  }
  const wanted = [...expected.values()].filter((fate) => fate === "deadLetter");
  assertEquals(seen.size, wanted.length, "dead letters");
}

/**
 * The headers of a record; for a dead letter that was rejected again, without the earlier cause
 * headers.
 */
function ownHeaders(headers: ConsoleRecord["headers"]): ConsoleRecord["headers"] {
  const last = headers.slice(-causes.length).map(([name]) => name);
  return last.join() === causes.join() ? headers.slice(0, -causes.length) : headers;
}

function checkAllTimeCounts(counts: readonly Fact[], logins: readonly ExpectedLogin[]): void {
  const allTime = counts.filter(({ fields }) => fields["window_start"] === null);
  const latest = latestCounts(allTime);
  const expected = Map.groupBy(logins, ({ locale }) => locale);
  assertEquals(new Set(latest.keys()), new Set(expected.keys()), "locales that are counted");
  for (const [locale, { record, fields }] of latest) {
    const counted = expected.get(locale)!;
    assertEquals(text.decode(record.key!), locale, "the key of a count");
    assertEquals(fields["count"], counted.length, `count of ${locale}`);
    const lastLogin = counted.reduce((last, { timestamp }) => Math.max(last, timestamp), 0);
    assertEquals(fields["last_login"], lastLogin, `last login of ${locale}`);
  }
}

/**
 * The last count of each key; throws if a count does not exceed the one before it. A rebuilt count has
 * a header that says so, and may have any value.
 */
export function latestCounts(counts: readonly Fact[]): Map<string, Fact> {
  const latest = new Map<string, Fact>();
  for (const fact of counts) {
    const key = text.decode(fact.record.key!);
    const isRebuilt = fact.record.headers.some(([name]) => name === recountHeader);
    const before = isRebuilt ? 0 : Number(latest.get(key)?.fields["count"] ?? 0);
    assert(Number(fact.fields["count"]) > before, `count of ${key} after ${before}`);
    latest.set(key, fact);
  }
  return latest;
}

function isLogin(fate: ExpectedFate): fate is ExpectedLogin {
  return typeof fate === "object";
}

function sourceOf({ partition, offset }: ConsoleRecord): string {
  return `${partition}/${offset}`;
}

function fatesOf(expected: readonly ExpectedFate[]): Record<string, number> {
  const fates = { enriched: 0, filtered: 0, deadLetter: 0, tombstone: 0 };
  for (const fate of expected) fates[isLogin(fate) ? "enriched" : fate]++;
  return fates;
}
