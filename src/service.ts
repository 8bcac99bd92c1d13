import project from "../deno.json" with { type: "json" };

/** The version of this program. */
export const version: string = project.version;

/** What tells this process from others that do the same. */
export function instanceName(): string {
  return `${Deno.hostname()}:${Deno.pid}`;
}
