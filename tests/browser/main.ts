import { ephemeralStack, startStack } from "../../src/stack/stack.ts";
import { type Command, runCommand, type Values } from "../../src/terminal/command.ts";
import { shutdownSignal } from "../../src/terminal/shutdown.ts";
import { flag } from "../../src/terminal/option.ts";

const options = {
  screenshots: flag("take the pictures of the documents anew; the pipeline works three minutes"),
} as const;

const command: Command<typeof options> = {
  name: "test:browser",
  summary:
    "Tests the page in Debian's chromium: on made-up facts, and on a pipeline at work with a " +
    "Kafka and a registry of its own.",
  options,
  positional: { placeholder: "TEXT", doc: "only tests whose title holds it" },
};

async function run(
  { screenshots }: Values<typeof options>,
  text: string | null,
): Promise<number> {
  const signal = shutdownSignal();
  const report = (line: string) => console.error(line);
  const stack = await startStack({ ...ephemeralStack, signal, report });
  try {
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["test", "--no-prompt", "-P=browser"],
        ...(text === null ? [] : [`--filter=${text}`]),
        ...["tests/browser", "--", ...(screenshots ? ["--screenshots"] : [])],
      ],
      env: {
        KAFKA_BROKERS: stack.brokers,
        SCHEMA_REGISTRY_URL: stack.registryUrl,
        STACK_CLASSPATH: stack.classpath,
        // The browser's driver looks for Windows under /proc while it loads, which Deno gives to
        // nobody but who may do everything; this switches that off.
        __IS_WSL_TEST__: "1",
      },
      stdin: "null",
      signal,
    }).spawn().status;
    return code;
  } finally {
    await stack.stop();
  }
}

if (import.meta.main) await runCommand(command, run);
