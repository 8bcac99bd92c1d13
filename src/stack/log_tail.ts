const tailBytes = 64 * 1024;

/** The end of a log for an error text: its last lines, or a word that there are none. */
export async function readLogTail(path: string, lines = 12): Promise<string> {
  try {
    using file = await Deno.open(path);
    const { size } = await file.stat();
    await file.seek(Math.max(0, size - tailBytes), Deno.SeekMode.Start);
    return logTail(await new Response(file.readable).text(), lines);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return logTail("", lines);
    throw error;
  }
}

/** The last lines of a text that say something, each indented. */
export function logTail(text: string, lines: number): string {
  const said = text.split("\n").filter((line) => line.trim() !== "");
  if (said.length === 0) return "  (its log is empty)";
  return said.slice(-lines).map((line) => `  ${line}`).join("\n");
}
