import { derivedNames, readConfig } from "../config.ts";
import { messageOf, UsageError } from "../errors.ts";
import { type RecordName, schemaTexts } from "../pipeline/schemas.ts";
import { RegistryClient } from "../registry/client.ts";
import { untilRegistryAnswers } from "../registry/readiness.ts";
import { type PlannedSubject, planRegistration, register } from "../registry/registration.ts";
import { type Subject, subjectsOf } from "../registry/subjects.ts";
import { runCommand } from "./command.ts";
import { flag, integer, text } from "./option.ts";
import { tableOf } from "./table.ts";

if (import.meta.main) {
  await runCommand({
    name: "register-schemas",
    summary: "Registers all schemas and sets the compatibility level of their subjects.",
    options: {
      check: flag("write nothing; exit code 1 when a schema is incompatible"),
      schema: text(
        "RECORD=FILE",
        "with --check: try this schema instead of the record's own",
        null,
      ),
      wait: integer("SECONDS", "how long to wait for a registry that is starting", 0),
    },
  }, async ({ check, schema, wait }) => {
    if (schema !== null && !check) throw new UsageError("--schema is for --check only");
    const schemas = schema === null ? schemaTexts : await withCandidate(schema);
    const registry = configuredRegistry();
    await untilRegistryAnswers(registry.client, { waitMs: wait * 1000, say: console.error });
    const plan = await planRegistration(registry.client, registry.subjects, schemas);
    const objected = plan.filter(({ objections }) => objections.length > 0);
    if (check || objected.length > 0) {
      console.log(planTable(plan));
      for (const planned of objected) printObjections(planned);
      return objected.length === 0 ? 0 : 1;
    }
    const rows = await register(registry.client, plan);
    console.log(tableOf(
      ["subject", "id", "version", "level", ""],
      rows.map((row) => [row.subject.name, row.id, row.version, row.subject.level, row.outcome]),
    ));
    return 0;
  });
}

function configuredRegistry(): { client: RegistryClient; subjects: readonly Subject[] } {
  const config = readConfig();
  const { deltasTopic, countsTopic } = derivedNames(config.appId);
  const subjects = subjectsOf({
    input: config.inputTopic,
    output: config.outputTopic,
    deltas: deltasTopic,
    counts: countsTopic,
  });
  const client = new RegistryClient({
    url: config.registryUrl,
    username: config.registryUsername,
    password: config.registryPassword,
    timeoutMs: config.registryTimeoutMs,
  });
  return { client, subjects: Object.values(subjects) };
}

function planTable(plan: readonly PlannedSubject[]): string {
  const rows = plan.map(({ subject, registered, currentLevel, objections }) => [
    subject.name,
    registered?.id ?? "-",
    registered?.version ?? "-",
    subject.level + (currentLevel === subject.level ? "" : ` (now ${currentLevel ?? "none"})`),
    objections.length > 0 ? "incompatible" : registered ? "unchanged" : "would be new",
  ]);
  return tableOf(["subject", "id", "version", "level", ""], rows);
}

function printObjections({ subject, objections }: PlannedSubject): void {
  console.error(`\nCannot register ${subject.record} under ${subject.name}:`);
  for (const objection of objections) console.error(`  ${objection}`);
}

async function withCandidate(option: string): Promise<Record<RecordName, string>> {
  const [record = "", ...path] = option.split("=");
  if (!isRecordName(record) || path.length === 0) {
    throw new UsageError(`--schema takes ${Object.keys(schemaTexts).join("|")}=FILE`);
  }
  try {
    return { ...schemaTexts, [record]: await Deno.readTextFile(path.join("=")) };
  } catch (error) {
    throw new UsageError(`--schema cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function isRecordName(name: string): name is RecordName {
  return name in schemaTexts;
}
