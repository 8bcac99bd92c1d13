import type { Codecs } from "../pipeline/avro_codec.ts";
import { causeIn } from "../pipeline/cause_headers.ts";
import { fateOf } from "../pipeline/login_fate.ts";
import type { ConsoleRecord } from "../stack/console_record.ts";
import type { ReadableRecord } from "../terminal/record_reader.ts";
import { ExpectedFates, type Totals } from "./expected_fates.ts";
import type { TopicPart } from "./snapshot.ts";

/** The topics that the proof reads, and how. */
export interface ProofSettings {
  /** Reads the committed records of a topic with a foreign reader. */
  readonly readTopic: (topic: string) => AsyncIterable<ConsoleRecord>;
  readonly input: TopicPart;
  readonly output: TopicPart;
  readonly deadLetters: TopicPart;
  readonly codecsFor: (value: Uint8Array) => Codecs | Promise<Codecs>;
  /** Decodes a record as a consumer does. */
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
  /** How the topics differ from what is expected; empty if they do not. */
  readonly differences: readonly string[];
}

const maxDifferences = 10;
const maxSamples = 3;

/**
 * Compares the topics with the fates of all input records by the pure core: one fate each, none missing,
 * no duplicates, no foreign records.
 */
export async function prove(settings: ProofSettings): Promise<Proof> {
  const expected = await expectedFates(settings);
  const differences: string[] = [];
  const note = (difference: string | null) => {
    if (difference !== null && differences.length < maxDifferences) differences.push(difference);
  };
  const output = await readOutput(settings, expected, note);
  const causes = await readDeadLetters(settings, expected, note);
  for (const difference of expected.missing()) note(difference);
  return { totals: expected.totals, causes, differences, ...output };
}

type Note = (difference: string | null) => void;

async function expectedFates(settings: ProofSettings): Promise<ExpectedFates> {
  const { input, codecsFor, maxValueBytes } = settings;
  const expected = new ExpectedFates();
  for await (const record of recordsOf(input, settings)) {
    const codecs = record.value === null ? new Map() : await codecsFor(record.value);
    expected.expect(record, fateOf(record.value, codecs, maxValueBytes));
  }
  return expected;
}

async function readOutput(settings: ProofSettings, expected: ExpectedFates, note: Note) {
  const counts = new Map<string, number>();
  const samples: ReadableRecord[] = [];
  for await (const record of recordsOf(settings.output, settings)) {
    const readable = await settings.read(record);
    const fields = readable.value as Record<string, unknown>;
    const isCount = readable.type === "LocaleCount";
    // The last sample is a count.
    if (samples.length < (isCount ? maxSamples : maxSamples - 1)) samples.push(readable);
    if (!isCount) {
      const partition = String(fields["source_partition"]);
      const offset = String(fields["source_offset"]);
      note(expected.objectionTo({ partition, offset }, "enriched"));
    } else if (fields["window_start"] === null) note(takeCount(counts, fields));
  }
  return { counts, samples };
}

async function readDeadLetters(
  settings: ProofSettings,
  expected: ExpectedFates,
  note: Note,
): Promise<Map<string, number>> {
  const causes = new Map<string, number>();
  for await (const { headers } of recordsOf(settings.deadLetters, settings)) {
    const cause = causeIn(headers, "exception");
    causes.set(cause, (causes.get(cause) ?? 0) + 1);
    const coordinates = {
      partition: causeIn(headers, "partition"),
      offset: causeIn(headers, "offset"),
    };
    note(expected.objectionTo(coordinates, cause));
  }
  return causes;
}

function takeCount(counts: Map<string, number>, fields: Record<string, unknown>): string | null {
  const locale = String(fields["locale"]);
  const count = Number(fields["count"]);
  const rises = count > (counts.get(locale) ?? 0);
  counts.set(locale, count);
  return rises ? null : `the count of ${locale} does not rise`;
}

async function* recordsOf(
  { topic, from }: TopicPart,
  { readTopic }: ProofSettings,
): AsyncGenerator<ConsoleRecord> {
  for await (const record of readTopic(topic)) {
    if (record.offset >= (from[record.partition] ?? 0)) yield record;
  }
}
