import { assertEquals } from "@std/assert";
import type { ConsoleRecord } from "../../src/stack/console_record.ts";
import { readWithJavaToEnd } from "./java_topic.ts";
import { RegisteredSchemas } from "./registered_schemas.ts";
import type { Scene } from "./scene.ts";

type Counts = Readonly<Record<string, unknown>>;

const text = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Compares the all-time counts with the enriched logins, as Java reads them all: the counts in the
 * table, and the last counts in the output, must be the sums. Returns the sums. Keys that were removed
 * from the table still have a last count in the output; `isHeard` leaves them out.
 */
export async function assertCountsRight(
  scene: Scene,
  isHeard: (key: string) => boolean = () => true,
): Promise<Counts> {
  const { topics, stack } = scene;
  const schemas = new RegisteredSchemas(stack.registryUrl);
  const output = await readWithJavaToEnd(scene, topics.output);
  const table = await readWithJavaToEnd(scene, topics.counts);
  const sums = await sumsOf(output, schemas);
  assertEquals(await latestCounts(table, schemas), sums, "the table");
  const heard = Object.entries(await latestCounts(output, schemas)).filter(([key]) => isHeard(key));
  assertEquals(Object.fromEntries(heard), sums, "the output");
  return sums;
}

async function sumsOf(
  output: readonly ConsoleRecord[],
  schemas: RegisteredSchemas,
): Promise<Counts> {
  const sums: Record<string, number> = {};
  for (const { value } of output) {
    const { name, fields } = await schemas.read(value!);
    if (name !== "io.fetch.login.EnrichedLogin") continue;
    const locale = String(fields["locale"]);
    sums[locale] = (sums[locale] ?? 0) + 1;
  }
  return sums;
}

/**
 * The last all-time count of each key, as a reader of a compacted topic sees it. By partition, because
 * a key that moved to another partition leaves a tombstone behind, and nothing orders the two.
 */
async function latestCounts(
  records: readonly ConsoleRecord[],
  schemas: RegisteredSchemas,
): Promise<Counts> {
  const byPartition = Map.groupBy(records, ({ partition }) => partition).values();
  const latest = await Promise.all([...byPartition].map((part) => latestInOrder(part, schemas)));
  const keys = latest.flatMap((counts) => Object.keys(counts));
  assertEquals(keys.length, new Set(keys).size, "each key is counted in one partition");
  return Object.assign({}, ...latest);
}

async function latestInOrder(
  records: readonly ConsoleRecord[],
  schemas: RegisteredSchemas,
): Promise<Counts> {
  const counts: Record<string, unknown> = {};
  for (const { key: bytes, value } of records) {
    const key = text.decode(bytes!);
    if (value === null) delete counts[key];
    else {
      const { name, fields } = await schemas.read(value).catch(() => foreign);
      const isCount = name === "io.fetch.login.LocaleCount";
      if (!isCount && name !== "foreign") continue;
      if (fields["window_start"] === null || !isCount) counts[key] = fields["count"] ?? name;
    }
  }
  return counts;
}

const foreign = { name: "foreign", fields: {} as Record<string, unknown> };
