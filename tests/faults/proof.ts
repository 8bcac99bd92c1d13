import { audit } from "../../src/audit/audit.ts";
import type { AuditReport } from "../../src/audit/report.ts";
import { messageOf } from "../../src/errors.ts";
import type { ConsoleRecord } from "../../src/stack/console_record.ts";
import { auditRecords } from "../support/audit.ts";
import type { Scene } from "../support/scene.ts";
import type { TopicReader } from "../support/topic_reader.ts";
import type { Scenario } from "./scenario.ts";

/** The proven results of a scenario. */
export interface Proof {
  /** The number of input records, each with one fate. */
  readonly records: number;
  /** What the audit could not check, and why. */
  readonly notChecked: readonly string[];
}

const lastLogins = 200;
const processedTimeoutMs = 180_000;
const toldDifferences = 10;

/**
 * Asserts what must hold after any fault: the pipeline continues by itself, everything is processed,
 * and each input record has one fate. Two judges check the fates. The audit reads the logs now and
 * expects the results of the pure core. The contract, as the tests implement it, judges what Java's
 * reader saw during the fault.
 */
export async function proveAll(
  scene: Scene,
  reader: TopicReader,
  { hasGrownOutput }: Pick<Scenario, "hasGrownOutput"> = {},
): Promise<Proof> {
  if (scene.processors.every(({ hasEnded }) => hasEnded)) await scene.started();
  await scene.generate(lastLogins);
  await scene.processed(processedTimeoutMs);
  const { topics } = scene;
  const [report, input, output, deadLetters] = await Promise.all([
    hasGrownOutput ? null : audit(scene.config, { maxDifferences: toldDifferences }),
    readToEnd(scene, reader, topics.input),
    readToEnd(scene, reader, topics.output),
    readToEnd(scene, reader, topics.deadLetters),
  ]);
  const javaSaw = auditRecords(scene, { input, output, deadLetters });
  const verdicts = await Promise.allSettled([assertAgrees(report), javaSaw]);
  const complaints = verdicts.filter((verdict) => verdict.status === "rejected")
    .map(({ reason }) => messageOf(reason));
  if (complaints.length > 0) throw new Error(complaints.join("\n"));
  return { records: input.length, notChecked: report?.notChecked ?? [] };
}

// deno-lint-ignore require-await
async function assertAgrees(report: AuditReport | null): Promise<void> {
  if (report === null || report.agrees) return;
  const { differences, differenceCount } = report;
  const told = differences.map(({ kind, message }) => `  ${kind}: ${message}`);
  throw new Error([`the audit found ${differenceCount} differences`, ...told].join("\n"));
}

async function readToEnd(
  scene: Scene,
  reader: TopicReader,
  topic: string,
): Promise<readonly ConsoleRecord[]> {
  return await reader.readTo(topic, await scene.ends(topic));
}
