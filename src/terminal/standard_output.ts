import { visibleLines } from "../visible.ts";

const encoder = new TextEncoder();

/** Writes a text and waits for it. Returns false when the reader has gone, as after `| head`. */
export async function print(text: string): Promise<boolean> {
  try {
    for (let bytes = encoder.encode(text); bytes.length > 0;) {
      bytes = bytes.subarray(await Deno.stdout.write(bytes));
    }
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return false;
    throw error;
  }
}

/** Writes lines to standard output, with control characters made visible. */
export function tell(lines: string): void {
  console.log(visibleLines(lines));
}
