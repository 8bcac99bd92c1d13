import { assertEquals, assertStringIncludes } from "@std/assert";
import type { FromWorker, Owner, ToWorker } from "../../../src/processor/worker_messages.ts";
import { WorkerProgram } from "../../../src/processor/worker_program.ts";
import type { Preparation } from "../../../src/setup/processor_settings.ts";
import { config, eventually } from "./threads.ts";

Deno.test({
  name:
    "a worker that cannot send its prepared settings ends the process instead of being replaced",
  sanitizeOps: false, // a worker's heartbeat ends with its thread, which is the test's own here
  sanitizeResources: false,
  fn: async () => {
    const said: FromWorker[] = [];
    let tell: (order: ToWorker) => void = () => {};
    const owner: Owner = {
      postMessage: (message) => void said.push(structuredClone(message)),
      addEventListener: (_, listener) => {
        tell = (data) => listener(new MessageEvent("message", { data }));
      },
    };
    const spoiled = { connection: { sasl: { provider: () => {} } } } as unknown as Preparation;
    new WorkerProgram(owner, {
      prepare: () => Promise.resolve(spoiled),
      start: () => Promise.reject(new Error("nothing was prepared")),
      kafkajsLog: () => () => {},
    });
    tell({ kind: "prepare", config });
    await eventually(() => said.some(({ kind }) => kind === "failed"));
    const failed = said.find((message) => message.kind === "failed");
    assertEquals(typeof failed?.action, "string");
    assertStringIncludes(failed?.reason ?? "", "Cannot send the settings to a worker");
  },
});
