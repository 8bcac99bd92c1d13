import { variableNames } from "../../src/settings/variables.ts";

/** What is read of src/deno.json: the permission sets of the program. */
export interface ProgramConfig {
  readonly permissions: Readonly<Record<string, { readonly env: readonly string[] }>>;
}

/** The text of src/deno.json; each set may read the variables of the settings, and no other. */
export function withVariables({ permissions, ...config }: ProgramConfig): string {
  const env = variableNames();
  const sets = Object.entries(permissions).map(([name, set]) => [name, { ...set, env }]);
  return `${JSON.stringify({ ...config, permissions: Object.fromEntries(sets) }, null, 2)}\n`;
}
