import { assert, assertEquals, assertMatch } from "@std/assert";
import { groupIdOf } from "../../src/names.ts";
import { FullPipe } from "../support/full_pipe.ts";
import { integrationTest } from "../support/integration.ts";
import { processorCommand, root } from "../support/program.ts";
import type { Scene } from "../support/scene.ts";
import { inTime } from "../support/until.ts";
import { freePort, WebClient } from "../support/web_client.ts";

const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted";

integrationTest(
  "a stalled reader of the log delays neither logins nor HTTP, and gets the log later",
  async (scene) => {
    const client = new WebClient(freePort());
    await using pipe = await FullPipe.open();
    const child = pipe.spawn(environment(scene, client));
    try {
      await client.opened();
      await scene.generate(500);
      await scene.drained();
      assertEquals((await inTime("an answer", client.get("/livez"), 2_000)).status, 200);
      const text = pipe.read();
      assertEquals(await codeAfter(child, "SIGTERM"), 0);
      const lines = (await text).trimEnd().split("\n");
      assertMatch(lines.at(-1)!, /"message":"stopped"/);
      assert(lines.some((line) => line.includes('"message":"started;')));
    } finally {
      await murder(child);
    }
  },
);

integrationTest(
  "a processor without standard output and error, as after a terminal closed, shuts down on SIGHUP",
  async (scene) => {
    const client = new WebClient(freePort());
    const child = processorCommand(environment(scene, client)).spawn();
    try {
      await client.opened();
      await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
      await scene.generate(500);
      await scene.drained();
      assertEquals((await client.get("/livez")).status, 200);
      assertEquals(await codeAfter(child, "SIGHUP"), 0);
      const ids = (["enrich", "count"] as const).map((stage) =>
        groupIdOf(scene.config.appId, stage)
      );
      const { groups } = await scene.admin.describeGroups(ids);
      assertEquals(groups.map(({ members }) => members.length), [0, 0]);
    } finally {
      await murder(child);
    }
  },
);

Deno.test({
  name: "a stalled reader of the log gets the number of dropped lines when it is back",
  ignore: !mayRun,
  fn: async () => {
    const { child, leftOut } = await talkative();
    const text = new Response(child.stdout).text();
    child.kill("SIGUSR1");
    assertEquals((await child.status).code, 0);
    const messages = (await text).trimEnd().split("\n").map((line) => JSON.parse(line).message);
    const told = `${leftOut} log lines dropped: the reader of the log was too slow`;
    assertEquals(messages.slice(-2).toSorted(), [told, "the end"]);
    assertEquals(messages.length, 20_000 - leftOut + 2);
  },
});

Deno.test({
  name: "a processor that ends waits one second for a stalled reader of its log",
  ignore: !mayRun,
  fn: async () => {
    const { child } = await talkative();
    child.kill("SIGUSR1");
    assertEquals((await inTime("its end", child.status, 5_000)).code, 0);
    await child.stdout.cancel();
  },
});

/** A program that logs into a pipe without a reader, and the number of dropped lines. */
async function talkative(): Promise<{ child: Deno.ChildProcess; leftOut: number }> {
  const child = new Deno.Command(Deno.execPath(), {
    cwd: root,
    args: [
      ...["run", "--no-prompt", `--config=${root}src/deno.json`, "-P=processor"],
      `${root}tests/support/talkative_program.ts`,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let said = "";
  for await (const part of child.stderr.pipeThrough(new TextDecoderStream())) {
    said += part;
    const found = /left out (\d+)/.exec(said)?.[1];
    if (found) return { child, leftOut: Number(found) };
  }
  throw new Error(`it ended too early: ${said}`);
}

function environment(scene: Scene, client: WebClient): Record<string, string> {
  return { ...scene.env, HTTP_PORT: new URL(client.origin).port };
}

async function codeAfter(child: Deno.ChildProcess, signal: Deno.Signal): Promise<number> {
  child.kill(signal);
  return (await inTime(`the end after ${signal}`, child.status, 10_000)).code;
}

async function murder(child: Deno.ChildProcess): Promise<void> {
  try {
    child.kill("SIGKILL");
  } catch {
    // it has ended
  }
  await child.status;
}
