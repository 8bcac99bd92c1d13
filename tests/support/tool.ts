/** A program that a test runs and a machine may lack: where it is, or why it is not there. */
export type Tool = { readonly path: string } | { readonly missing: string };

/** A program on the PATH, if there is one. */
export async function findTool(name: string): Promise<Tool> {
  try {
    await new Deno.Command(name, { args: ["--version"], stdout: "null", stderr: "null" }).output();
    return { path: name };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { missing: `there is no ${name}` };
    throw error;
  }
}
