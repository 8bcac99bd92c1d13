import { variableNames } from "../../src/settings/variables.ts";

/** The part of src/deno.json that is read: the permission sets of the program. */
export interface ProgramConfig {
  readonly permissions: Readonly<Record<string, { readonly env: readonly string[] }>>;
}

/**
 * The text of src/deno.json, in which each set may read the variables of the settings and no others.
 */
export function withVariables({ permissions, ...config }: ProgramConfig): string {
  const env = variableNames();
  const sets = Object.entries(permissions).map(([name, set]) => [name, { ...set, env }]);
  return `${JSON.stringify({ ...config, permissions: Object.fromEntries(sets) }, null, 2)}\n`;
}
