import type { ReadableRecord } from "../commands/record_reader.ts";
import type { Codecs } from "../pipeline/avro_codec.ts";
import { fateOf } from "../pipeline/login_fate.ts";
import { Rejection } from "../pipeline/rejection.ts";
import type { ConsoleRecord } from "../stack/console_record.ts";
import type { Offsets } from "./backlog.ts";
import type { Place } from "./place.ts";

/** What became of the logins, counted from the topics alone. */
export interface Totals {
  read: number;
  enriched: number;
  filtered: number;
  deadLetters: number;
  tombstones: number;
}

/** What the proof reads, from which offsets on, and with which codecs. */
export interface ProofSettings {
  readonly place: Place;
  readonly input: { topic: string; from: Offsets };
  readonly output: { topic: string; from: Offsets };
  readonly deadLetters: { topic: string; from: Offsets };
  readonly codecsFor: (value: Uint8Array) => Codecs | Promise<Codecs>;
  readonly read: (record: ConsoleRecord) => Promise<ReadableRecord>;
  readonly maxValueBytes: number;
}

/** What the proof found. */
export interface Proof {
  readonly totals: Totals;
  readonly causes: ReadonlyMap<string, number>;
  /** The latest all-time count by locale. */
  readonly counts: ReadonlyMap<string, number>;
  /** A few output records as a consumer sees them. */
  readonly samples: readonly ReadableRecord[];
  /** Where topics and expectation differ; none when everything agrees. */
  readonly differences: readonly string[];
}

type Coordinate = string;

const text = new TextDecoder();
const maxDifferences = 10;
const maxSamples = 3;

/**
 * Reads all topics with Java's console consumer and holds them against what the pure core says of
 * each input record: one fate each, none missing, none twice, none alien.
 */
export async function prove(settings: ProofSettings): Promise<Proof> {
  const expected = await expectedFates(settings);
  const differences: string[] = [];
  const output = await readOutput(settings, expected, differences);
  const causes = await readDeadLetters(settings, expected, differences);
  for (const [coordinate, fate] of expected.fates) {
    note(differences, `${coordinate} should be ${fate} and is nowhere`);
  }
  return { totals: expected.totals, causes, differences, ...output };
}

interface Expected {
  readonly totals: Totals;
  /** Fates not seen yet that leave a record, by input coordinate: `enriched` or a rejection code. */
  readonly fates: Map<Coordinate, string>;
}

async function expectedFates(settings: ProofSettings): Promise<Expected> {
  const { place, input, codecsFor, maxValueBytes } = settings;
  const totals = { read: 0, enriched: 0, filtered: 0, deadLetters: 0, tombstones: 0 };
  const fates = new Map<Coordinate, string>();
  for await (const record of since(place.readTopic(input.topic), input.from)) {
    totals.read++;
    const codecs = record.value === null ? new Map() : await codecsFor(record.value);
    const fate = fateOf(record.value, codecs, maxValueBytes);
    if (fate === "filtered") totals.filtered++;
    else if (fate === "tombstone") totals.tombstones++;
    else if (fate instanceof Rejection) {
      totals.deadLetters++;
      fates.set(`${record.partition}@${record.offset}`, fate.code);
    } else {
      totals.enriched++;
      fates.set(`${record.partition}@${record.offset}`, "enriched");
    }
  }
  return { totals, fates };
}

async function readOutput(settings: ProofSettings, expected: Expected, differences: string[]) {
  const { place, output, read } = settings;
  const counts = new Map<string, number>();
  const samples: ReadableRecord[] = [];
  for await (const record of since(place.readTopic(output.topic), output.from)) {
    const readable = await read(record);
    const fields = readable.value as Record<string, unknown>;
    const isCount = readable.type === "LocaleCount";
    if (samples.length < (isCount ? maxSamples : maxSamples - 1)) samples.push(readable);
    if (isCount) {
      if (fields["window_start"] === null) takeCount(counts, fields, differences);
    } else {
      settle(
        expected,
        `${fields["source_partition"]}@${fields["source_offset"]}`,
        "enriched",
        differences,
      );
    }
  }
  return { counts, samples };
}

async function readDeadLetters(
  { place, deadLetters }: ProofSettings,
  expected: Expected,
  differences: string[],
): Promise<Map<string, number>> {
  const causes = new Map<string, number>();
  for await (const record of since(place.readTopic(deadLetters.topic), deadLetters.from)) {
    const header = (name: string) => {
      const found = record.headers.findLast(([known]) => known === `__streams.errors.${name}`);
      return text.decode(found?.[1] ?? new Uint8Array());
    };
    const cause = header("exception");
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
    settle(expected, `${header("partition")}@${header("offset")}`, cause, differences);
  }
  return causes;
}

function settle(expected: Expected, coordinate: Coordinate, fate: string, differences: string[]) {
  const wanted = expected.fates.get(coordinate);
  if (wanted === fate) expected.fates.delete(coordinate);
  else {note(
      differences,
      `${coordinate} is ${fate}${wanted ? `, not ${wanted}` : " twice or wrongly"}`,
    );}
}

function takeCount(
  counts: Map<string, number>,
  fields: Record<string, unknown>,
  differences: string[],
): void {
  const locale = String(fields["locale"]);
  const count = Number(fields["count"]);
  if (count <= (counts.get(locale) ?? 0)) note(differences, `the count of ${locale} does not rise`);
  counts.set(locale, count);
}

async function* since(
  records: AsyncIterable<ConsoleRecord>,
  from: Offsets,
): AsyncGenerator<ConsoleRecord> {
  for await (const record of records) {
    if (record.offset >= (from[record.partition] ?? 0)) yield record;
  }
}

function note(differences: string[], difference: string): void {
  if (differences.length < maxDifferences) differences.push(difference);
}
