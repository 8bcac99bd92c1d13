import { assertEquals } from "@std/assert";
import { groupIdOf } from "../../src/names.ts";
import { integrationTest } from "../support/integration.ts";
import { root } from "../support/program.ts";
import { inTime } from "../support/until.ts";

integrationTest(
  "a processor that gets Ctrl-C twice shuts down once, and in order",
  async (scene) => {
    const processor = await scene.started();
    processor.kill("SIGINT");
    processor.kill("SIGINT");
    const { code } = await inTime("its end", processor.ended, 10_000);
    assertEquals(code, 0);
    assertEquals(processor.lines.filter(({ event }) => event === "stopping").length, 1);
    assertEquals(processor.lines.at(-1)?.event, "stopped");
  },
);

integrationTest(
  "deno task start forwards every signal that ends a program, and the processor leaves its groups",
  async (scene) => {
    const signals = ["SIGTERM", "SIGHUP", "SIGQUIT"] as const;
    const endings = await Promise.all(signals.map(async (signal) => {
      const task = startTask(scene.env);
      const { lines, started } = listen(task.stdout);
      await inTime("its start", started, 60_000);
      task.kill(signal);
      const [{ code }, said] = await inTime("its end", Promise.all([task.status, lines]), 15_000);
      return [signal, code, said.some((line) => line.includes(`"pipeline.signal":"${signal}"`))];
    }));
    assertEquals(endings, signals.map((signal) => [signal, 0, true]));
    const ids = (["enrich", "count"] as const).map((stage) => groupIdOf(scene.config.appId, stage));
    const { groups } = await scene.admin.describeGroups(ids);
    assertEquals(groups.map(({ members }) => members.length), [0, 0]);
  },
);

function startTask(env: Readonly<Record<string, string>>): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "start"],
    cwd: root,
    env: { ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

/** The lines of a log at its end, and a promise that resolves when the log reports the start. */
function listen(log: ReadableStream<Uint8Array>) {
  const { promise: started, resolve } = Promise.withResolvers<void>();
  const lines = (async () => {
    let text = "";
    for await (const part of log.pipeThrough(new TextDecoderStream())) {
      text += part;
      if (text.includes('"message":"started')) resolve();
    }
    return text.split("\n");
  })();
  return { lines, started };
}
