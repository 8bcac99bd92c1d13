import { ephemeralStack, startStack } from "../../src/stack/stack.ts";
import { type Command, runCommand, type Values } from "../../src/terminal/command.ts";
import { flag } from "../../src/terminal/option.ts";
import { shutdownSignal } from "../../src/terminal/shutdown.ts";

const options = {
  screenshots: flag("retake the screenshots of the documents; takes three minutes"),
} as const;

const command: Command<typeof options> = {
  name: "test:browser",
  summary:
    "Tests the page in Debian's chromium, with a made-up pipeline and with a real one that has its " +
    "own Kafka and registry.",
  options,
  positional: { placeholder: "TEXT", doc: "only tests whose title contains it" },
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
        // While it loads, the browser's driver looks under /proc for Windows, which Deno allows only
        // with all permissions; this variable disables the check.
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
