// Not for workers: a worker reads its modules under the permissions of the program, and this file is
// none of its modules.
import project from "../../deno.json" with { type: "json" };

/** The version of this program. */
export const version: string = project.version;

/** The words behind `deno` with which `deno task start` runs this program. */
export function startArguments(): string[] {
  return project.tasks.start.command.split(" ").slice(1);
}
