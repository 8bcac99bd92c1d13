import { Core } from "../core.ts";
import { allowedMs, timed } from "../stopwatch.ts";
import { MadeRegistry } from "./made_registry.ts";

/** Answers for each value whether the core takes too long for it. */
function timeValues(port: Pick<Worker, "onmessage" | "postMessage">): void {
  const core = new Core(new MadeRegistry());
  port.onmessage = ({ data }: MessageEvent<Uint8Array>) => {
    port.postMessage(timed(() => core.take(data), allowedMs).ms > allowedMs);
  };
}

if (import.meta.main) timeValues(globalThis as unknown as Worker);
