import { fileURLToPath } from "node:url";
import { FatalError } from "../errors.ts";

/** Where the demo's programs find Kafka and the registry. */
export interface Addresses {
  readonly brokers: string;
  readonly registryUrl: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** One of the project's own programs as its own process, with the rights of its task. */
export function program(
  permissions: "client" | "processor",
  file: string,
  args: readonly string[],
  addresses: Addresses,
  options: Pick<Deno.CommandOptions, "stdout" | "stderr">,
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    ...options,
    args: ["run", "--quiet", `-P=${permissions}`, `${root}src/${file}`, ...args],
    cwd: root,
    env: {
      KAFKA_BROKERS: addresses.brokers,
      SCHEMA_REGISTRY_URL: addresses.registryUrl,
      LOG_INTERVAL_SECONDS: "1",
    },
    stdin: "null",
  });
}

/** Runs a command to its end, printing what it prints; throws FatalError when it fails. */
export async function runCommandFile(
  file: string,
  args: readonly string[],
  addresses: Addresses,
): Promise<void> {
  const streams = { stdout: "inherit", stderr: "inherit" } as const;
  const { success } = await program("client", `commands/${file}`, args, addresses, streams)
    .output();
  if (success) return;
  throw new FatalError(`The demo stops: ${file} failed`, "see its message above");
}

/** The processor in a process of its own. */
export class ProcessorChild implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;

  /** Starts it, its log going to a file. */
  constructor(addresses: Addresses, logPath: string) {
    const streams = { stdout: "piped", stderr: "inherit" } as const;
    this.#process = program("processor", "main.ts", [], addresses, streams).spawn();
    const log = Deno.openSync(logPath, { create: true, write: true, truncate: true });
    this.#process.stdout.pipeTo(log.writable).catch(() => {});
  }

  /** Rejects when it ends by itself. */
  async failure(): Promise<never> {
    const { code } = await this.#process.status;
    throw new FatalError(`The processor ended with code ${code}`, "see its log under .stack/");
  }

  /** Ends it in order and gives its exit code. */
  async stop(): Promise<number> {
    try {
      this.#process.kill("SIGTERM");
    } catch {
      // It has ended already; its code tells how.
    }
    return (await this.#process.status).code;
  }

  /** Ends it in order. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
