import { type Addresses, ProcessorChild } from "../demo/child.ts";
import { Demo } from "../demo/demo.ts";
import { findServers, type Servers } from "../demo/servers.ts";
import { isProven, summaryOf } from "../demo/summary.ts";
import { addressOf } from "../registry/http.ts";
import { namesServers, readConfig, settings } from "../settings/config.ts";
import { choosePorts, isPortFree } from "../stack/port.ts";
import { type Command, runCommand, type Values } from "../terminal/command.ts";
import { integer } from "../terminal/option.ts";
import { aborted, shutdownSignal } from "../terminal/shutdown.ts";
import { say } from "../terminal/standard_error.ts";
import { tell } from "../terminal/standard_output.ts";

const options = {
  count: integer("N", "how many logins to send", 20_000, { min: 4, max: 2_000_000 }),
} as const;

const command: Command<typeof options> = {
  name: "demo",
  summary: "Shows the whole pipeline: finds or starts Kafka and a registry, sends logins, " +
    "processes them, and proves the result with Java's console consumer.",
  options,
};

/** Runs the demo and returns the exit code: 0 if the topics contain exactly the right records. */
async function run({ count }: Values<typeof options>): Promise<number> {
  const report = (line: string) => say(line);
  const signal = shutdownSignal();
  await using servers = await findServers({ given: givenAddresses(), signal, report });
  const registry = addressOf(servers.registryUrl);
  report(`using ${servers.description}: Kafka at ${servers.brokers}, registry at ${registry}`);
  const demo = await Demo.prepare({ servers, count, signal, report });
  const httpPort = pagePort();
  await using processor = await ProcessorChild.start(servers, httpPort);
  report(`watch it at http://127.0.0.1:${httpPort}/`);
  const result = await demo.run(processor);
  tell(`\n${summaryOf(result)}`);
  if (Deno.stdout.isTerminal() && isProven(result)) await stayUp(servers, httpPort, signal);
  await demo.disconnect();
  return isProven(result) ? 0 : 1;
}

function givenAddresses(): Addresses | null {
  if (!namesServers()) return null;
  const { brokers, registryUrl } = readConfig();
  return { brokers: brokers.join(","), registryUrl };
}

/** The default port of the page, or a free one if another program listens there. */
function pagePort(): number {
  const defaultPort = Number(settings.httpPort.fallback);
  return isPortFree(defaultPort)
    ? defaultPort
    : choosePorts({ kafkaPort: null, registryPort: null }).kafka;
}

async function stayUp(
  { brokers, registryUrl }: Servers,
  httpPort: number,
  signal: AbortSignal,
): Promise<void> {
  tell(`
Kafka, the registry and the processor keep running until Ctrl-C. Watch them at
http://127.0.0.1:${httpPort}/ and try in another terminal:

  export KAFKA_BROKERS=${brokers} SCHEMA_REGISTRY_URL=${addressOf(registryUrl)}
  deno task generate --rate 100 --count 0
  deno task consume --type LocaleCount
  deno task consume --table`);
  await aborted(signal);
}

if (import.meta.main) await runCommand(command, run);
