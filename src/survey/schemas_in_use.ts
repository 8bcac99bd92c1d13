import type { SchemaInUse } from "../contract/status.ts";
import { schemaTexts } from "../pipeline/schemas.ts";
import type { SurveySettings } from "./survey_settings.ts";

/** The registered versions that equal our schemas; for a subject without one, its newest version. */
export async function schemasInUse(
  { subjects, versionsOf }: Pick<SurveySettings, "subjects" | "versionsOf">,
): Promise<SchemaInUse[]> {
  const found = await Promise.all(subjects.map(async ({ name: subject, record }) => {
    const ours = JSON.stringify(JSON.parse(schemaTexts[record]));
    const versions = await versionsOf(subject);
    const used = versions.findLast(({ schema }) => JSON.stringify(JSON.parse(schema)) === ours) ??
      versions.at(-1);
    return used === undefined
      ? null
      : { subject, id: used.id, version: used.version, name: `io.fetch.login.${record}` };
  }));
  return found.filter((schema) => schema !== null);
}
