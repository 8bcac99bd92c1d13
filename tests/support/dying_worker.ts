import { prepareProcessor } from "../../src/processor/prepare_processor.ts";
import { startProcessor } from "../../src/processor/processor.ts";
import type { Owner } from "../../src/processor/worker_messages.ts";
import { WorkerProgram } from "../../src/processor/worker_program.ts";

const commitsToLive = 2;

/** A worker with a bug: after some commits it throws an uncaught error. */
function dieYoung(owner: Owner): void {
  let commits = 0;
  new WorkerProgram(owner, {
    prepare: prepareProcessor,
    start: (settings) =>
      startProcessor({
        ...settings,
        notify: (event) => {
          settings.notify(event);
          if (event.event === "committed" && ++commits === commitsToLive) setTimeout(die);
        },
      }),
    kafkajsLog: () => () => {},
  });
}

function die(): never {
  throw new TypeError("a bug");
}

if (import.meta.main) dieYoung(globalThis as unknown as Owner);
