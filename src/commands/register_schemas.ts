import avro from "avsc";
import { messageOf, UsageError } from "../errors.ts";
import { topicNames } from "../names.ts";
import { type RecordName, schemaTexts } from "../pipeline/schemas.ts";
import { RegistryClient } from "../registry/client.ts";
import {
  isTaken,
  type PlannedSubject,
  planRegistration,
  register,
  type RegisteredSubject,
  type Retry,
} from "../registry/registration.ts";
import { subjectsOf } from "../registry/subjects.ts";
import { readConfig } from "../settings/config.ts";
import { registrySettings } from "../setup/connections.ts";
import { reachingRegistry } from "../setup/start_checks.ts";
import { waitFor } from "../setup/waiting.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { flag, integer, text } from "../terminal/option.ts";
import { say } from "../terminal/standard_error.ts";
import { tell } from "../terminal/standard_output.ts";
import { tableOf } from "../terminal/table.ts";

const options = {
  check: flag("write nothing; exit code 1 when a schema is incompatible"),
  schema: text("RECORD=FILE", "with --check: try this schema in place of the record's own", null),
  wait: integer("SECONDS", "how long to wait for a registry that is still starting", 30),
} as const;

const command: Command<typeof options> = {
  name: "register-schemas",
  summary: "Registers all schemas under their subjects and sets the compatibility level of each.",
  options,
};

const heading = ["subject", "id", "version", "level", ""] as const;

/** Registers all schemas, or none when one of them is incompatible, and gives the exit code. */
async function run(values: Values<typeof options>): Promise<number> {
  const { check, schema, wait } = values;
  if (schema !== null && !check) throw new UsageError("--schema goes with --check only");
  const config = readConfig();
  const schemas = schema === null ? schemaTexts : await withCandidate(schema);
  const registry = new RegistryClient(registrySettings(config));
  const patience = {
    ...reachingRegistry(config),
    timeoutSeconds: wait,
    report: (line: string) => say(line),
  };
  const untilItAnswers: Retry = (attempt) => waitFor(patience, attempt);
  const subjects = Object.values(subjectsOf(topicNames(config)));
  const plan = await untilItAnswers(() => planRegistration(registry, subjects, schemas));
  if (check || !plan.every(isTaken)) return reportPlan(plan);
  const rows = await register(registry, plan, untilItAnswers);
  tell(tableOf(
    heading,
    rows.map((row) => [row.subject.name, row.id, row.version, row.subject.level, row.outcome]),
  ));
  for (const row of rows) if (hasMoved(row)) tell(movedLevel(row));
  return 0;
}

/** Whether a subject that was there before has another level now. */
function hasMoved({ subject, version, outcome, formerLevel }: RegisteredSubject): boolean {
  return formerLevel !== subject.level && (outcome === "unchanged" || version > 1);
}

function movedLevel({ subject: { name, level }, formerLevel }: RegisteredSubject): string {
  return `${name}: compatibility level moved from ${formerLevel ?? "none"} to ${level}`;
}

function reportPlan(plan: readonly PlannedSubject[]): number {
  tell(tableOf(heading, plan.map(planRow)));
  for (const { subject, objections } of plan) {
    if (objections.length === 0) continue;
    say(`\nCannot register ${subject.record} under ${subject.name}:`);
    for (const objection of objections) say(`  ${objection}`);
  }
  if (plan.every(isTaken)) return 0;
  say("\nNothing was registered.");
  return 1;
}

function planRow(planned: PlannedSubject): readonly (string | number)[] {
  const { subject, registered, currentLevel } = planned;
  const change = currentLevel === subject.level ? "" : ` (now ${currentLevel ?? "none"})`;
  return [
    subject.name,
    registered?.id ?? "-",
    registered?.version ?? "-",
    subject.level + change,
    !isTaken(planned) ? "incompatible" : registered ? "unchanged" : "would be new",
  ];
}

async function withCandidate(option: string): Promise<Record<RecordName, string>> {
  const [record = "", ...path] = option.split("=");
  if (!isRecordName(record) || path.length === 0) {
    throw new UsageError(`--schema takes ${Object.keys(schemaTexts).join("|")}=FILE`);
  }
  try {
    const candidate = await Deno.readTextFile(path.join("="));
    avro.Type.forSchema(JSON.parse(candidate));
    return { ...schemaTexts, [record]: candidate };
  } catch (error) {
    throw new UsageError(`--schema names no Avro schema: ${messageOf(error)}`, { cause: error });
  }
}

function isRecordName(name: string): name is RecordName {
  return Object.hasOwn(schemaTexts, name);
}

if (import.meta.main) await runCommand(command, run);
