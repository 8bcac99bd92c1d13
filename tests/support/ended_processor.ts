import { assertEquals } from "@std/assert";
import type { ProcessorProcess } from "./processor_process.ts";
import { inTime } from "./until.ts";

/** The reason that a processor gives for its end, and its remedy. */
export async function failureOf(
  processor: ProcessorProcess,
): Promise<{ reason: string; action: string }> {
  const { code } = await inTime("the processor's end", processor.ended);
  assertEquals(code, 1);
  const line = processor.lines.find(({ event }) => event === "failed");
  return { reason: line?.message ?? "", action: line?.action ?? "" };
}
