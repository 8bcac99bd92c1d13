import { kafkajsLog } from "../observe/kafkajs_log.ts";
import { prepareProcessor } from "./prepare_processor.ts";
import { startProcessor } from "./processor.ts";
import type { Owner } from "./worker_messages.ts";
import { WorkerProgram } from "./worker_program.ts";

/** Runs this thread as a worker of the main thread. */
export function runWorker(owner: Owner): void {
  const log = {
    debug: (fields: object, message: string) => owner.postMessage({ kind: "log", fields, message }),
  };
  new WorkerProgram(owner, {
    prepare: prepareProcessor,
    start: startProcessor,
    kafkajsLog: kafkajsLog(log),
  });
}

if (import.meta.main) runWorker(globalThis as unknown as Owner);
