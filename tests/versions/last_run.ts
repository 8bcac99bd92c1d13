import { projectPath } from "../../src/stack/project_path.ts";
import type { KafkaVersion } from "./kafka_versions.ts";
import type { TrialResult } from "./trial.ts";

/** A version of Kafka on which the whole run passed. */
export interface VersionRow extends KafkaVersion, Pick<TrialResult, "logins" | "seconds"> {
  readonly date: string;
}

/** The path of the rows for the table in docs/operate.md. */
export const lastRunPath = "tests/versions/last_run.json";

/** Replaces the row of one version; the others stay. */
export async function recordVersion(
  row: VersionRow,
  versions: readonly KafkaVersion[],
): Promise<void> {
  const path = projectPath(lastRunPath);
  const before: VersionRow[] = JSON.parse(await Deno.readTextFile(path));
  const rows = new Map([...before, row].map((each) => [each.version, each]));
  const ordered = versions.flatMap(({ version }) => rows.get(version) ?? []);
  await Deno.writeTextFile(path, `${JSON.stringify(ordered, null, 2)}\n`);
}
