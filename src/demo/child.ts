import { FatalError } from "../errors.ts";
import { startArguments } from "../identity/service.ts";
import { projectPath } from "../stack/project_path.ts";

/** The addresses of Kafka and the registry, for the demo's programs. */
export interface Addresses {
  readonly brokers: string;
  readonly registryUrl: string;
}

type Options = Pick<Deno.CommandOptions, "stdout" | "stderr" | "signal" | "env">;

/** A process for one of the project's programs, from the words after `deno`. */
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

/** Runs a command to its end and prints its output. Throws FatalError if it fails. */
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

/** The processor as a child process. */
export class ProcessorChild implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
  }

  /** Starts it like `deno task start`, with its page at a port and its log in a file. */
  static async start(addresses: Addresses, httpPort: number): Promise<ProcessorChild> {
    // Open the file first, so that a failure leaves no process behind.
    await Deno.mkdir(projectPath(".stack"), { recursive: true });
    const log = await Deno.open(logPath(), { create: true, write: true, truncate: true });
    const env = { HTTP_PORT: String(httpPort) };
    const options = { stdout: "piped", stderr: "inherit", env } as const;
    const [run = "run", ...words] = startArguments();
    const process = program([run, "--quiet", ...words], addresses, options).spawn();
    process.stdout.pipeTo(log.writable).catch(() => {});
    return new ProcessorChild(process);
  }

  /** Rejects when it exits by itself. */
  async failure(): Promise<never> {
    const { code } = await this.#process.status;
    throw new FatalError(`The processor exited with code ${code}`, `see its log, ${logPath()}`);
  }

  /** Stops it gracefully and returns its exit code. */
  async stop(): Promise<number> {
    try {
      this.#process.kill("SIGTERM");
    } catch {
      // It has already exited; its code says how.
    }
    return (await this.#process.status).code;
  }

  /** Stops it gracefully. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function logPath(): string {
  return projectPath(".stack/demo-processor.log");
}
