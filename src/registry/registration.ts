import { FatalError, RegistryUnavailableError } from "../errors.ts";
import { type RecordName, schemaTexts } from "../pipeline/schemas.ts";
import type { RegistryClient } from "./client.ts";
import { RegistryRefusal } from "./read_answer.ts";
import { differences } from "./schema_difference.ts";
import type { Subject } from "./subjects.ts";

/** What registering asks of the registry. */
export type SubjectRegistry = Pick<
  RegistryClient,
  "idOf" | "register" | "levelOf" | "setLevel" | "versionsOf" | "objectionTo"
>;

/** How a subject stands next to the schema and the level that it should have. */
export interface PlannedSubject {
  readonly subject: Subject;
  readonly schemaText: string;
  /** The version that is exactly the schema; null when there is none yet. */
  readonly registered: { readonly id: number; readonly version: number } | null;
  /** The level that holds now; null when there is none. */
  readonly currentLevel: string | null;
  /** Why the schema may not become a version, as sentences; none when it may. */
  readonly objections: readonly string[];
}

/** A subject as it is after registration. */
export interface RegisteredSubject {
  readonly subject: Subject;
  readonly id: number;
  readonly version: number;
  readonly outcome: "new" | "unchanged";
  /** The level that held before. */
  readonly formerLevel: string | null;
}

/** Tries until it works, or until its patience ends. */
export type Retry = <T>(attempt: () => Promise<T>) => Promise<T>;

/** Whether a subject holds the schema already or may take it. */
export function isTaken({ objections }: PlannedSubject): boolean {
  return objections.length === 0;
}

/** Looks at each subject and compares; writes nothing, no level either. */
export async function planRegistration(
  registry: SubjectRegistry,
  subjects: readonly Subject[],
  schemas: Readonly<Record<RecordName, string>> = schemaTexts,
): Promise<readonly PlannedSubject[]> {
  const plan: PlannedSubject[] = [];
  for (const subject of subjects) {
    plan.push(await planSubject(registry, subject, schemas[subject.record]));
  }
  return plan;
}

/**
 * Sets the levels and registers what is missing, subject by subject; what is there already stays
 * as it is, so it can be repeated. Throws FatalError when a subject may not take its schema.
 */
export async function register(
  registry: SubjectRegistry,
  plan: readonly PlannedSubject[],
  untilListed: Retry = (attempt) => attempt(),
): Promise<readonly RegisteredSubject[]> {
  const rows: RegisteredSubject[] = [];
  for (const planned of plan) {
    rows.push(await registerSubject(registry, planned, untilListed));
  }
  return rows;
}

async function planSubject(
  registry: SubjectRegistry,
  subject: Subject,
  schemaText: string,
): Promise<PlannedSubject> {
  const currentLevel = await registry.levelOf(subject.name);
  const versions = await registry.versionsOf(subject.name);
  const id = versions.length === 0 ? null : await registry.idOf(subject.name, schemaText);
  const same = versions.findLast((version) => version.id === id);
  const registered = same === undefined ? null : { id: same.id, version: same.version };
  const planned = { subject, schemaText, registered, currentLevel };
  if (registered) return { ...planned, objections: [] };
  const objections = versions.flatMap((v) => differences(schemaText, v, subject.level));
  if (objections.length > 0 || currentLevel !== subject.level) return { ...planned, objections };
  // The registry has the last word, but only while it judges by the same level.
  const objection = await registry.objectionTo(subject.name, schemaText);
  return { ...planned, objections: objection === null ? [] : [`the registry says: ${objection}`] };
}

async function registerSubject(
  registry: SubjectRegistry,
  { subject, schemaText, registered, currentLevel: formerLevel }: PlannedSubject,
  untilListed: Retry,
): Promise<RegisteredSubject> {
  const { name, level } = subject;
  try {
    // The level goes first, so that no version ever enters a subject unchecked. A registry that
    // wants a version before it takes a level gets the level from `register`, right after it.
    if (formerLevel !== level) await registry.setLevel(name, level);
    if (registered) return { ...registered, subject, outcome: "unchanged", formerLevel };
    const id = await registry.register(name, schemaText, level);
    const version = await untilListed(() => listedVersion(registry, name, id));
    return { subject, id, version, outcome: "new", formerLevel };
  } catch (error) {
    if (!(error instanceof RegistryRefusal)) throw error;
    throw new FatalError(
      `The schema registry does not take the schema of ${subject.record} under ${name}: ${error.message}`,
      "run deno task register-schemas --check to see what is in the way",
      { cause: error },
    );
  }
}

/** A replica that lags lists a version later than the one that took it. */
async function listedVersion(registry: SubjectRegistry, name: string, id: number): Promise<number> {
  const listed = (await registry.versionsOf(name)).findLast((version) => version.id === id);
  if (listed !== undefined) return listed.version;
  throw new RegistryUnavailableError(
    `The schema registry took the schema of ${name} but does not list it yet; run this again`,
  );
}
