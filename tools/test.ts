import { FatalError, messageOf } from "../src/errors.ts";
import { ephemeralStack, type Stack, startStack } from "../src/stack/stack.ts";
import { type Command, runCommand, type Values } from "../src/terminal/command.ts";
import { flag } from "../src/terminal/option.ts";
import { shutdownSignal } from "../src/terminal/shutdown.ts";
import { print } from "../src/terminal/standard_output.ts";
import { writeTestGroups } from "./test_groups.ts";
import { type TestTotals, testTotals, totalsLine } from "./test_totals.ts";

const options = {
  pure: flag("only the pure tests, without the type check, which `deno task ok` runs separately"),
} as const;

const command: Command<typeof options> = {
  name: "test",
  summary: "Runs the pure tests, then the integration tests on their own Kafka and registry, " +
    "which it starts on free ports and stops.",
  options,
  positional: { placeholder: "TEXT", doc: "only tests whose title contains it" },
};

const integrationTests = "tests/integration";

/** More cores than these cost more loading than they save. */
const mostGroups = 4;

async function run({ pure }: Values<typeof options>, text: string | null): Promise<number> {
  const signal = shutdownSignal();
  const filter = text === null ? [] : [`--filter=${text}`];
  const parts = [await testPure(pure ? [...filter, "--no-check"] : filter, signal)];
  if (!pure) parts.push(await testOnStack(filter, signal));
  signal.throwIfAborted();
  console.log(totalsLine(parts));
  return parts.every(({ failed }) => failed === 0) ? 0 : 1;
}

async function testPure(args: readonly string[], signal: AbortSignal): Promise<TestTotals> {
  const groups = await writeTestGroups(Math.min(navigator.hardwareConcurrency, mostGroups));
  return await denoTest(["--parallel", ...args, ...groups], {}, signal);
}

async function testOnStack(filter: readonly string[], signal: AbortSignal): Promise<TestTotals> {
  const report = (line: string) => console.error(line);
  try {
    const stack = await startStack({ ...ephemeralStack, signal, report });
    try {
      const args = ["-P=test", ...filter, integrationTests];
      return await denoTest(args, environment(stack), signal);
    } finally {
      await stack.stop();
    }
  } catch (error) {
    signal.throwIfAborted();
    report(`the integration tests did not run: ${messageOf(error)}`);
    if (error instanceof FatalError) report(`What to do: ${error.action}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** How the integration tests find the stack that they may use. */
function environment({ brokers, registryUrl, classpath }: Stack): Record<string, string> {
  return { KAFKA_BROKERS: brokers, SCHEMA_REGISTRY_URL: registryUrl, STACK_CLASSPATH: classpath };
}

async function denoTest(
  args: readonly string[],
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<TestTotals> {
  signal.throwIfAborted();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "--no-prompt", ...args],
    env: { ...env, ...(Deno.stdout.isTerminal() && { FORCE_COLOR: "1" }) },
    stdin: "null",
    stdout: "piped",
    signal,
  }).spawn();
  let output = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    await print(text);
    output += text;
  }
  return testTotals(output, (await child.status).success);
}

if (import.meta.main) await runCommand(command, run);
