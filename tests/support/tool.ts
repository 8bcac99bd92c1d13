/** A program that tests run: its path, or why it is missing. */
export type Tool = { readonly path: string } | { readonly missing: string };

/** A program on the PATH, if it is installed. */
export async function findTool(name: string): Promise<Tool> {
  try {
    await new Deno.Command(name, { args: ["--version"], stdout: "null", stderr: "null" }).output();
    return { path: name };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { missing: `there is no ${name}` };
    throw error;
  }
}
