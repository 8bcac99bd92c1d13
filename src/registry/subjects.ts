import type { RecordName } from "../pipeline/schemas.ts";

/** The compatibility levels in use. */
export type Level = "BACKWARD_TRANSITIVE" | "FULL_TRANSITIVE";

/** A name under which the registry keeps the versions of one record. */
export interface Subject {
  readonly name: string;
  readonly record: RecordName;
  readonly level: Level;
}

/** The topics whose values are framed Avro. */
export interface SchemaTopics {
  readonly input: string;
  readonly output: string;
  readonly deltas: string;
  readonly counts: string;
}

/** The role of a subject. */
export type SubjectRole =
  | "userLogin"
  | "enrichedLogin"
  | "outputCount"
  | "localeDelta"
  | "storedCount";

/** The subjects, by role. */
export type Subjects = Readonly<Record<SubjectRole, Subject>>;

/**
 * Names the subjects for a set of topics: by topic and record where a topic carries two records
 * (TopicRecordNameStrategy), and by topic alone elsewhere (TopicNameStrategy). Writers and readers of
 * each subject are upgraded independently, and this program also reads data of other writers. So every
 * version has to read the data of every other version.
 */
export function subjectsOf({ input, output, deltas, counts }: SchemaTopics): Subjects {
  return {
    userLogin: subject(`${input}-value`, "UserLogin"),
    enrichedLogin: subject(`${output}-io.fetch.login.EnrichedLogin`, "EnrichedLogin"),
    outputCount: subject(`${output}-io.fetch.login.LocaleCount`, "LocaleCount"),
    localeDelta: subject(`${deltas}-value`, "LocaleDelta"),
    storedCount: subject(`${counts}-value`, "LocaleCount"),
  };
}

function subject(name: string, record: RecordName): Subject {
  return { name, record, level: "FULL_TRANSITIVE" };
}
