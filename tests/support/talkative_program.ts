import { createLog } from "../../src/observe/log.ts";

/** Logs more than a process and a pipe can buffer together, then ends as `src/main.ts` does. */
const lines = 20_000;
const { log, output } = createLog("info", { version: "1.2.3", node: "host:7" });
for (let line = 0; line < lines; line++) log.info({ "event.action": "talked" }, `line ${line}`);
await new Promise((resolve) => setTimeout(resolve, 200));
console.error(`left out ${output.leftOut}`);
await new Promise((resolve) => Deno.addSignalListener("SIGUSR1", () => resolve(null)));
log.info("the end");
await output.flush(1_000);
Deno.exit(0);
