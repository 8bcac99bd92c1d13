import { audit, type AuditOptions } from "../audit/audit.ts";
import { readConfig } from "../settings/config.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { flag } from "../terminal/option.ts";
import { shutdownSignal } from "../terminal/shutdown.ts";
import { say } from "../terminal/standard_error.ts";
import { print } from "../terminal/standard_output.ts";
import { visibleJson } from "../visible.ts";
import { reportText } from "./audit_report.ts";
import { boundary } from "./boundary.ts";

const options = {
  from: boundary("first input record: an offset in each partition, or a Kafka timestamp"),
  to: boundary("end of the input, exclusive: an offset in each partition, or a Kafka timestamp"),
  all: flag("list every difference, not only the first hundred"),
  json: flag("print one JSON object instead of text"),
} as const;

const command: Command<typeof options> = {
  name: "audit",
  summary:
    "Proves from the topics alone that each login had exactly one fate and that all counts are " +
    "correct,\nunder the settings that processed it. Changes nothing and may run beside the " +
    "pipeline.\nExit code 1 means that something differs.",
  options,
};

/** Runs the audit, prints its report and returns the exit code. */
async function run({ from, to, all, json }: Values<typeof options>): Promise<number> {
  const settings: AuditOptions = {
    report: (line) => say(line),
    signal: shutdownSignal(),
    ...(from && { from }),
    ...(to && { to }),
    ...(all && { maxDifferences: Infinity }),
  };
  const report = await audit(readConfig(), settings);
  await print(`${json ? visibleJson(report) : reportText(report)}\n`);
  return report.agrees ? 0 : 1;
}

if (import.meta.main) await runCommand(command, run);
