const tailBytes = 64 * 1024;

/** The end of a log for an error message: its last lines, or a note that it is empty. */
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

/** The last lines of a text that are not blank, each indented. */
export function logTail(text: string, lines: number): string {
  const written = text.split("\n").filter((line) => line.trim() !== "");
  if (written.length === 0) return "  (its log is empty)";
  return written.slice(-lines).map((line) => `  ${line}`).join("\n");
}
