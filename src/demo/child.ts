import { FatalError } from "../errors.ts";
import { startArguments } from "../service.ts";
import { projectPath } from "../stack/project_path.ts";

/** Where the demo's programs find Kafka and the registry. */
export interface Addresses {
  readonly brokers: string;
  readonly registryUrl: string;
}

type Options = Pick<Deno.CommandOptions, "stdout" | "stderr" | "signal" | "env">;

/** One of the project's own programs as its own process, by the words behind `deno`. */
function program(words: readonly string[], addresses: Addresses, options: Options): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    ...options,
    args: [...words],
    cwd: projectPath(""),
    env: {
      KAFKA_BROKERS: addresses.brokers,
      SCHEMA_REGISTRY_URL: addresses.registryUrl,
      LOG_INTERVAL_SECONDS: "1",
      ...options.env,
    },
    stdin: "null",
  });
}

/** Runs a command to its end, printing what it prints; throws FatalError when it fails. */
export async function runCommandFile(
  file: string,
  args: readonly string[],
  addresses: Addresses,
  signal: AbortSignal,
): Promise<void> {
  const options = { stdout: "inherit", stderr: "inherit", signal } as const;
  const words = ["run", "--quiet", "-P=client", projectPath(`src/commands/${file}`), ...args];
  const { success } = await program(words, addresses, options).output();
  signal.throwIfAborted();
  if (success) return;
  throw new FatalError(`The demo stops: ${file} failed`, "see its message above");
}

/** The processor in a process of its own. */
export class ProcessorChild implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
  }

  /** Starts it as `deno task start` does, its page at a port, its log going to a file. */
  static async start(addresses: Addresses, httpPort: number): Promise<ProcessorChild> {
    // The file comes first: what fails here must not leave a process behind.
    await Deno.mkdir(projectPath(".stack"), { recursive: true });
    const log = await Deno.open(logPath(), { create: true, write: true, truncate: true });
    const env = { HTTP_PORT: String(httpPort) };
    const options = { stdout: "piped", stderr: "inherit", env } as const;
    const [run = "run", ...words] = startArguments();
    const process = program([run, "--quiet", ...words], addresses, options).spawn();
    process.stdout.pipeTo(log.writable).catch(() => {});
    return new ProcessorChild(process);
  }

  /** Rejects when it ends by itself. */
  async failure(): Promise<never> {
    const { code } = await this.#process.status;
    throw new FatalError(`The processor ended with code ${code}`, `see its log, ${logPath()}`);
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

function logPath(): string {
  return projectPath(".stack/demo-processor.log");
}
