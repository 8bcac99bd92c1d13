/** The checked-out commit, as recorded figures name it. */
export async function currentCommit(): Promise<string> {
  const { stdout } = await new Deno.Command("git", { args: ["rev-parse", "--short", "HEAD"] })
    .output();
  return new TextDecoder().decode(stdout).trim();
}

/** The date, as recorded figures name it. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
