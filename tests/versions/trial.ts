import { assertEquals } from "@std/assert";
import { Newcomer } from "./newcomer.ts";

/** The results of a run on one version. */
export interface TrialResult {
  /** Input records, each with one fate by the audit. */
  readonly logins: number;
  readonly seconds: number;
  /** The processor's messages about the limits of brokers, once each. */
  readonly told: readonly string[];
}

const loginsPerSecond = 5_000;
const beforeKillMs = 2_000;
const processedTimeoutMs = 180_000;

/**
 * Topics, schemas, a processor that is killed while logins arrive, a second one that continues, and
 * the audit: each by its command, as in the README. Throws if any of it fails, and unless a processor
 * lists the limits of brokers that are too old, and none for others.
 */
export async function trial(
  addresses: { readonly brokers: string; readonly registryUrl: string },
  logins: number,
  isTooOld: boolean,
): Promise<TrialResult> {
  const startMs = performance.now();
  await using newcomer = new Newcomer(addresses);
  await newcomer.run("create-topics");
  await newcomer.run("register-schemas");
  const first = await newcomer.start();
  const words = ["--count", `${logins}`, "--rate", `${loginsPerSecond}`];
  const generating = newcomer.run("generate", ...words, "--avro", "0.5", "--bad", "0.02");
  generating.catch(() => {}); // rethrown where it is awaited
  await first.logged("committed", ({ event, stage }) => event === "committed" && stage === "count");
  await new Promise((resolve) => setTimeout(resolve, beforeKillMs));
  await first.murder();
  const second = await newcomer.start();
  await generating;
  await newcomer.processed(processedTimeoutMs);
  assertEquals(await second.stop(), 0);
  const { totals, notChecked } = await newcomer.audit();
  assertEquals([totals.input, totals.waiting, notChecked], [logins, 0, []]);
  const told = limitsTold(second.lines);
  assertEquals(told.length, isTooOld ? 1 : 0, told.join("\n"));
  const seconds = Math.round((performance.now() - startMs) / 1000);
  return { logins, seconds, told };
}

function limitsTold(lines: readonly { readonly message?: string }[]): readonly string[] {
  const told = lines.flatMap(({ message }) =>
    message?.match(/the brokers cannot list transactions.*/) ?? []
  );
  return [...new Set(told)];
}
