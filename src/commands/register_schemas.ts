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
  check: flag("change nothing; exit code 1 if a schema is incompatible"),
  schema: text("RECORD=FILE", "with --check: test this schema instead of the record's own", null),
  wait: integer("SECONDS", "how long to wait for a registry that is still starting", 30),
} as const;

const command: Command<typeof options> = {
  name: "register-schemas",
  summary: "Registers all schemas and sets the compatibility level of each subject.",
  options,
};

const heading = ["subject", "id", "version", "level", ""] as const;

/** Registers all schemas, or none if one is incompatible, and returns the exit code. */
async function run(values: Values<typeof options>): Promise<number> {
  const { check, schema, wait } = values;
  if (schema !== null && !check) throw new UsageError("--schema requires --check");
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

/** Whether an existing subject has a new level now. */
function hasMoved({ subject, version, outcome, formerLevel }: RegisteredSubject): boolean {
  return formerLevel !== subject.level && (outcome === "unchanged" || version > 1);
}

function movedLevel({ subject: { name, level }, formerLevel }: RegisteredSubject): string {
  return `${name}: compatibility level changed from ${formerLevel ?? "none"} to ${level}`;
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
    throw new UsageError(`--schema must be ${Object.keys(schemaTexts).join("|")}=FILE`);
  }
  try {
    const candidate = await Deno.readTextFile(path.join("="));
    avro.Type.forSchema(JSON.parse(candidate));
    return { ...schemaTexts, [record]: candidate };
  } catch (error) {
    const text = `--schema must name a file with an Avro schema: ${messageOf(error)}`;
    throw new UsageError(text, { cause: error });
  }
}

function isRecordName(name: string): name is RecordName {
  return Object.hasOwn(schemaTexts, name);
}

if (import.meta.main) await runCommand(command, run);
