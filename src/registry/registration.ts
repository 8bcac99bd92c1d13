import { FatalError, RegistryUnavailableError } from "../errors.ts";
import { type RecordName, schemaTexts } from "../pipeline/schemas.ts";
import type { RegistryClient } from "./client.ts";
import { RegistryRefusal } from "./read_answer.ts";
import { differences } from "./schema_difference.ts";
import type { Subject } from "./subjects.ts";

/** The part of the registry that a registration uses. */
export type SubjectRegistry = Pick<
  RegistryClient,
  "idOf" | "register" | "levelOf" | "setLevel" | "versionsOf" | "objectionTo"
>;

/** A subject compared with its intended schema and level. */
export interface PlannedSubject {
  readonly subject: Subject;
  readonly schemaText: string;
  /** The version that equals the schema; null if there is none yet. */
  readonly registered: { readonly id: number; readonly version: number } | null;
  /** The current level; null if there is none. */
  readonly currentLevel: string | null;
  /** Why the schema cannot become a version, as sentences; empty if it can. */
  readonly objections: readonly string[];
}

/** A subject as it is after registration. */
export interface RegisteredSubject {
  readonly subject: Subject;
  readonly id: number;
  readonly version: number;
  readonly outcome: "new" | "unchanged";
  /** The level before the registration. */
  readonly formerLevel: string | null;
}

/** Retries until it works or times out. */
export type Retry = <T>(attempt: () => Promise<T>) => Promise<T>;

/** Whether a subject already has the schema or can accept it. */
export function isTaken({ objections }: PlannedSubject): boolean {
  return objections.length === 0;
}

/** Compares each subject with its schema and level. Writes nothing. */
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
 * Sets the levels and registers missing schemas, subject by subject. Existing versions stay unchanged,
 * so it can be repeated. Throws FatalError if a subject cannot accept its schema.
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
  // The registry decides in the end, but only if it checks under the same level.
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
    // Set the level first, so that every version is checked. Some registries accept a level only after
    // a first version. For those, `register` sets the level right after it.
    if (formerLevel !== level) await registry.setLevel(name, level);
    if (registered) return { ...registered, subject, outcome: "unchanged", formerLevel };
    const id = await registry.register(name, schemaText, level);
    const version = await untilListed(() => listedVersion(registry, name, id));
    return { subject, id, version, outcome: "new", formerLevel };
  } catch (error) {
    if (!(error instanceof RegistryRefusal)) throw error;
    throw new FatalError(
      `The schema registry rejects the schema of ${subject.record} under ${name}: ${error.message}`,
      "run deno task register-schemas --check to see why",
      { cause: error },
    );
  }
}

/** A lagging replica may not list a version that another one has just accepted. */
async function listedVersion(registry: SubjectRegistry, name: string, id: number): Promise<number> {
  const listed = (await registry.versionsOf(name)).findLast((version) => version.id === id);
  if (listed !== undefined) return listed.version;
  throw new RegistryUnavailableError(
    `The schema registry accepted the schema of ${name} but does not list it yet; run this again`,
  );
}
