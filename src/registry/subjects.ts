import type { RecordName } from "../pipeline/schemas.ts";

/** The compatibility levels of the contract. */
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

/** What each subject is for. */
export type SubjectRole =
  | "userLogin"
  | "enrichedLogin"
  | "outputCount"
  | "localeDelta"
  | "storedCount";

/** The subjects of the contract by role. */
export type Subjects = Readonly<Record<SubjectRole, Subject>>;

/**
 * Names the subjects for a set of topics: by topic and record where a topic carries two records
 * (TopicRecordNameStrategy), by topic alone elsewhere (TopicNameStrategy). What others write to us
 * may only change so that we can read it; what we write, also so that old readers can.
 */
export function subjectsOf({ input, output, deltas, counts }: SchemaTopics): Subjects {
  return {
    userLogin: {
      name: `${input}-value`,
      record: "UserLogin",
      level: "BACKWARD_TRANSITIVE",
    },
    enrichedLogin: written(`${output}-io.fetch.login.EnrichedLogin`, "EnrichedLogin"),
    outputCount: written(`${output}-io.fetch.login.LocaleCount`, "LocaleCount"),
    localeDelta: written(`${deltas}-value`, "LocaleDelta"),
    storedCount: written(`${counts}-value`, "LocaleCount"),
  };
}

function written(name: string, record: RecordName): Subject {
  return { name, record, level: "FULL_TRANSITIVE" };
}
