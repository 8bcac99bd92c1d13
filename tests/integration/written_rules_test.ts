import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { integrationTest } from "../support/integration.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";
import { denoTask } from "../support/program.ts";
import type { Scene } from "../support/scene.ts";
import { inTime } from "../support/until.ts";

type Environment = Readonly<Record<string, string>>;

const windows = { COUNT_WINDOWS: "PT1M,PT1H" };

/** Runs a command, which must succeed, and returns its output. */
async function command(scene: Scene, name: string, args: readonly string[], env: Environment = {}) {
  const { code, stdout, stderr } = await denoTask(name, args, { ...scene.env, ...env });
  assertEquals(code, 0, stdout + stderr);
  return { stdout, stderr };
}

/** Processes logins with the given settings and stops in order. */
async function processUnder(scene: Scene, env: Environment, logins: number): Promise<void> {
  const processor = await scene.started(env);
  await scene.generate(logins);
  await scene.processed();
  assertEquals(await processor.stop(), 0);
}

/** The reason that a processor gives for its end, and its remedy. */
async function refusalOf(processor: ProcessorProcess) {
  const { code } = await inTime("the refusal", processor.ended);
  assertEquals(code, 1);
  const failed = processor.lines.find(({ event }) => event === "failed");
  return { reason: failed?.message ?? "", action: failed?.action ?? "" };
}

integrationTest(
  "commands read the recorded rules of the pipeline, whatever their own environment says",
  async (scene) => {
    await processUnder(scene, { ...windows, MAX_VALUE_BYTES: "100000" }, 600);
    const { stderr } = await command(scene, "audit", [], { COUNT_WINDOWS: "P1D" });
    assertStringIncludes(stderr, "COUNT_WINDOWS=PT1M,PT1H COUNT_RETENTION=P1D");
    assertStringIncludes(stderr, 'ignoring COUNT_WINDOWS="P1D" from the environment');
    assertMatch(
      (await command(scene, "recount", [])).stdout,
      /The counts are correct; nothing to do/,
    );
  },
  { partitions: 2 },
);

integrationTest(
  "a process with different settings refuses to start, and deno task settings plans the change",
  async (scene) => {
    await processUnder(scene, windows, 400);
    const { reason, action } = await refusalOf(scene.start());
    assertStringIncludes(
      reason,
      'COUNT_WINDOWS is "" here, but the pipeline has run with "PT1M,PT1H"',
    );
    assertMatch(action, /start with COUNT_WINDOWS=PT1M,PT1H.* deno task settings/);

    const wanted = { COUNT_WINDOWS: "PT1H,P1D" };
    const plan = await command(scene, "settings", [], wanted);
    assertMatch(plan.stdout, /COUNT_WINDOWS +PT1M,PT1H +PT1H,P1D/);
    assertMatch(plan.stdout, /Windows P1D begin at these offsets/);
    assertMatch(plan.stdout, /Windows PT1M no longer count logins/);
    await refusalOf(scene.start(wanted)); // a plan changes nothing
    assertMatch((await command(scene, "settings", ["--yes"], wanted)).stdout, /^Done/m);

    await processUnder(scene, wanted, 400);
    await command(scene, "audit", []);
    assertMatch(
      (await command(scene, "recount", [])).stdout,
      /The counts are correct; nothing to do/,
    );
  },
  { partitions: 2 },
);

integrationTest(
  "earlier logins get new windows by a change from the beginning and a recount",
  async (scene) => {
    await processUnder(scene, {}, 400);
    const change = ["--from-beginning", "--yes"];
    await command(scene, "settings", change, { COUNT_WINDOWS: "P1D" });
    assertMatch((await command(scene, "recount", ["--yes"])).stdout, /^Done/m);
    assertMatch(
      (await command(scene, "recount", [])).stdout,
      /The counts are correct; nothing to do/,
    );
    await processUnder(scene, { COUNT_WINDOWS: "P1D" }, 400);
    assertMatch(
      (await command(scene, "recount", [])).stdout,
      /The counts are correct; nothing to do/,
    );
    const { stdout } = await command(scene, "audit", []);
    assertMatch(stdout, /a recount counted earlier logins by newer settings/);

    const refused = await denoTask("settings", change, { ...scene.env, MAX_VALUE_BYTES: "100" });
    assertEquals(refused.code, 1);
    assertMatch(refused.stderr, /Cannot change MAX_VALUE_BYTES from the beginning/);
  },
  { partitions: 2 },
);

integrationTest(
  "one of two processes with different settings stops if they start at once, and all outputs are correct",
  async (scene) => {
    const processors = [scene.start(windows), scene.start({ COUNT_WINDOWS: "P1D" })];
    await Promise.all(processors.map((processor) => processor.joined()));
    await scene.generate(2_000);
    const { reason } = await Promise.race(processors.map(refusalOf));
    assertMatch(reason, /COUNT_WINDOWS is ".*" here, but the pipeline has run with/);
    await Promise.all(processors.map((processor) => processor.murder()));
    await command(scene, "audit", []);
  },
  { partitions: 2 },
);
