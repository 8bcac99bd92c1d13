import { FatalError } from "../errors.ts";
import { schemaTexts } from "../pipeline/schemas.ts";
import type { SubjectRole, Subjects } from "./subjects.ts";

/** Looks up the id of exactly this schema in a subject; null if the subject does not have it. */
export type IdLookup = (subject: string, schemaText: string) => Promise<number | null>;

/**
 * The ids of exactly the program's own schemas. It registers nothing: a program whose schema differs
 * from the operator's must not register it silently.
 */
export async function ownSchemaIds(
  idOf: IdLookup,
  subjects: Subjects,
): Promise<Readonly<Record<SubjectRole, number>>> {
  const ids: Partial<Record<SubjectRole, number>> = {};
  const missing: string[] = [];
  const answers = await Promise.all(
    Object.entries(subjects).map(async ([role, { name, record }]) => {
      return { role, name, record, id: await idOf(name, schemaTexts[record]) };
    }),
  );
  for (const { role, name, record, id } of answers) {
    if (id === null) missing.push(`${record} under ${name}`);
    else ids[role as SubjectRole] = id;
  }
  if (missing.length === 0) return ids as Record<SubjectRole, number>;
  throw new FatalError(
    `The schema registry does not have the schema of ${missing.join(", ")}`,
    "run: deno task register-schemas",
  );
}
