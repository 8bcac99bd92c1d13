import { messageOf, UsageError } from "../../src/errors.ts";
import { claimDirectory } from "../../src/stack/directory.ts";
import { projectPath } from "../../src/stack/project_path.ts";
import { ephemeralStack, type Stack, startStack } from "../../src/stack/stack.ts";
import { type Command, runCommand, type Values } from "../../src/terminal/command.ts";
import { flag, integer, text } from "../../src/terminal/option.ts";
import { shutdownSignal } from "../../src/terminal/shutdown.ts";
import { today } from "../support/provenance.ts";
import { type KafkaVersion, kafkaVersions } from "./kafka_versions.ts";
import { recordVersion, type VersionRow } from "./last_run.ts";
import { trial, type TrialResult } from "./trial.ts";
import { startVersion } from "./versioned_broker.ts";

const options = {
  version: text("TEXT", "only the versions that begin with it, such as 3.9", null),
  logins: integer("N", "number of logins processed on each version", 50_000, { min: 20_000 }),
  record: flag("write the results to tests/versions/last_run.json, for the documents"),
} as const;

const command: Command<typeof options> = {
  name: "test:versions",
  summary: "Runs topics, schemas, start, logins, kill -9, a second start and the audit on each " +
    "version of Kafka,\none broker at a time.",
  options,
};

async function run({ version, logins, record }: Values<typeof options>): Promise<number> {
  const chosen = kafkaVersions.filter((each) => each.version.startsWith(version ?? ""));
  if (chosen.length === 0) throw new UsageError("--version matches none of the versions");
  const signal = shutdownSignal();
  const report = (line: string) => console.error(line);
  // Only for the registry, which is the same for all.
  const stack = await startStack({ ...ephemeralStack, signal, report });
  let failed = 0;
  try {
    for (const each of chosen) {
      report(`Kafka ${each.version} (${each.mode}): ${logins} logins`);
      const result = await runOn(each, stack, logins, { signal, report }).catch(messageOf);
      signal.throwIfAborted();
      if (typeof result === "string") failed++;
      console.log(lineOf(each, result));
      if (record && typeof result !== "string") {
        await recordVersion(rowOf(each, result), kafkaVersions);
      }
    }
  } finally {
    report("stopping the schema registry");
    await stack.stop();
  }
  console.log(`${chosen.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function runOn(
  version: KafkaVersion,
  { registryUrl }: Stack,
  logins: number,
  patience: Parameters<typeof startVersion>[2],
): Promise<TrialResult> {
  const claim = { ephemeral: true, fresh: false };
  await using home = await claimDirectory(projectPath(".stack"), claim);
  await using broker = await startVersion(version, home.path, patience);
  return await trial({ brokers: broker.address, registryUrl }, logins, isTooOld(version));
}

/** DescribeTransactions and DescribeProducers came with 3.0. */
function isTooOld({ version }: KafkaVersion): boolean {
  return Number.parseInt(version) < 3;
}

function lineOf({ version }: KafkaVersion, result: TrialResult | string): string {
  if (typeof result === "string") return `FAILED  Kafka ${version}: ${result}`;
  const { logins, seconds, told } = result;
  return [`passed  Kafka ${version}: ${logins} logins, one fate each, ${seconds} s`, ...told]
    .join("\n        ");
}

function rowOf(version: KafkaVersion, { logins, seconds }: TrialResult): VersionRow {
  return { ...version, logins, seconds, date: today() };
}

if (import.meta.main) await runCommand(command, run);
