import { processStatus } from "../support/process_status.ts";
import { Core } from "./core.ts";
import { hostileValues } from "./corpus.ts";
import { type HostileValue, isWanted } from "./hostile_value.ts";
import { inventedRegistry } from "./known_schemas.ts";
import { allowedMs, timed } from "./stopwatch.ts";

/** The results of a separate process for the whole corpus, as one line of JSON. */
export interface IsolatedRun {
  readonly values: number;
  /** Values that threw, had another fate, or took longer than allowed. */
  readonly wrong: readonly string[];
  readonly slowest: string;
  readonly slowestMs: number;
  /** The peak memory of the process, including V8 and Deno. */
  readonly peakRssBytes: number;
}

// Garbage of earlier values does not count for this value, and V8 is slow to free buffers, which are
// outside its heap.
const largeBytes = 64 * 1024;

function collectGarbage(): void {
  const { gc } = globalThis as { readonly gc?: () => void };
  if (gc === undefined) throw new Error("Cannot measure memory: run with --v8-flags=--expose-gc");
  gc();
}

async function run(): Promise<IsolatedRun> {
  const registry = inventedRegistry();
  const core = new Core(registry);
  const wrong: string[] = [];
  let [values, slowest, slowestMs] = [0, "", 0];
  for (const value of hostileValues(registry)) {
    values++;
    const ms = take(core, value, wrong);
    if (ms > slowestMs) [slowest, slowestMs] = [value.name, ms];
    if ((value.value?.length ?? 0) > largeBytes) collectGarbage();
  }
  return { values, wrong, slowest, slowestMs, peakRssBytes: await peakRssBytes() };
}

// Not getrusage(2), whose maximum a process inherits from its parent.
async function peakRssBytes(): Promise<number> {
  return await processStatus(Deno.pid, "VmHWM") * 1024;
}

/** Runs one value and returns the milliseconds. */
function take(core: Core, { name, value, wanted }: HostileValue, wrong: string[]): number {
  try {
    const { result, ms } = timed(() => core.take(value), allowedMs);
    if (!isWanted(result.fate, wanted)) wrong.push(`${name}: ${result.fate} and not ${wanted}`);
    if (ms > allowedMs) wrong.push(`${name}: ${ms.toFixed(0)} ms`);
    return ms;
  } catch (error) {
    wrong.push(`${name}: ${error}`);
    return 0;
  }
}

if (import.meta.main) console.log(JSON.stringify(await run()));
