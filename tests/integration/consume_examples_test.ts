import { assert, assertEquals } from "@std/assert";
import { stripVTControlCharacters } from "node:util";
import { audit, type Findings } from "../support/audit.ts";
import { integrationTest, stackAddress } from "../support/integration.ts";
import { root } from "../support/program.ts";
import { pythonWith } from "../support/python.ts";
import type { Scene } from "../support/scene.ts";
import { findTool, type Tool } from "../support/tool.ts";

/** Maven may have to download first. */
const timeoutMs = 120_000;
const text = new TextDecoder();
const hasStack = stackAddress() !== null;

// Without the project's settings, like a user who has only this file.
const asStranger = ["--no-config", "--no-lock", "--no-prompt"];
exampleTest("consumer.ts", { path: Deno.execPath() }, (limit) => [
  ...["run", ...asStranger, "--allow-net", "--allow-env", "--allow-sys"],
  ...["docs/consume/consumer.ts", limit],
]);

const python = hasStack ? await pythonWith("docs/consume/requirements.txt") : null;
exampleTest("consumer.py", python, (limit) => ["docs/consume/consumer.py", limit]);

const maven = hasStack ? await findTool("mvn") : null;
exampleTest("Consumer.java", maven, (limit) => [
  ...["--quiet", "--batch-mode", "--file=docs/consume/pom.xml"],
  ...["compile", "exec:java", `-Dexec.args=${limit}`],
]);

function exampleTest(
  name: string,
  tool: Tool | null,
  argsOf: (limit: string) => readonly string[],
): void {
  const title = `${name} prints each login, and each count in the order in which it rises`;
  if (tool !== null && "missing" in tool) {
    Deno.test({ name: `${title} (${tool.missing})`, ignore: true, fn() {} });
    return;
  }
  integrationTest(title, async (scene) => {
    await writeAndAbort(scene);
    await scene.started();
    await scene.generate(300);
    await scene.generate(200);
    await scene.processed();
    const expected = linesOf(await audit(scene));
    const lines = await output(scene, tool!.path, argsOf(String(expected.length)));
    assertEquals(lines.toSorted(), expected.toSorted());
    assertEquals(countsByKey(lines), countsByKey(expected));
  }, { env: { COUNT_WINDOWS: "PT1H" } });
}

/** Writes a record that read_committed hides; an example that reads it cannot decode it. */
async function writeAndAbort(scene: Scene): Promise<void> {
  const transactionalId = `${scene.config.appId}-aborted`;
  const producer = scene.kafka.producer({ transactionalId, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  const messages = [{ partition: 0, value: "aborted" }];
  await transaction.send({ topic: scene.topics.output, messages });
  await transaction.abort();
  await producer.disconnect();
}

/** The expected output of an example for these records. */
function linesOf({ enriched, counts }: Findings): string[] {
  return [
    ...enriched.map(({ fields }) => `login from ${fields["locale"]} at ${fields["login_time"]}`),
    ...counts.map(({ record, fields }) => `${text.decode(record.key!)}: ${fields["count"]} logins`),
  ];
}

function countsByKey(lines: readonly string[]): Map<string, readonly string[]> {
  const counts = lines.filter((line) => line.endsWith(" logins"));
  return new Map(
    [...Map.groupBy(counts, (line) => line.split(": ")[0]!)].toSorted(([a], [b]) => a < b ? -1 : 1),
  );
}

async function output(scene: Scene, path: string, args: readonly string[]): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command(path, {
    args: [...args],
    cwd: root,
    env: { ...scene.env },
    signal: AbortSignal.timeout(timeoutMs),
  }).output();
  // Maven prints "back to normal" even without a terminal.
  const printed = stripVTControlCharacters(text.decode(stdout)).trim();
  assert(success, `${printed.slice(-1_000)}\n${text.decode(stderr).slice(-1_000)}`);
  return printed.split("\n");
}
