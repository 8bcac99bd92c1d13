import type { KafkaSettings } from "../../src/stack/kafka_properties.ts";
import { restartKafka, startKafka } from "../../src/stack/kafka_server.ts";
import type { ServerProcess } from "../../src/stack/server_process.ts";
import { SmallDisk } from "./small_disk.ts";

/** One broker of a cluster that a test may break. */
export class KafkaBroker {
  readonly #settings: KafkaSettings;
  readonly #disks = new AsyncDisposableStack();
  #process: ServerProcess | null = null;

  /** A broker that was never started. */
  constructor(settings: KafkaSettings) {
    this.#settings = settings;
  }

  /** Its number in the cluster. */
  get id(): number {
    return this.#settings.node?.id ?? 1;
  }

  /** host:port for clients. */
  get address(): string {
    return `127.0.0.1:${this.#settings.port}`;
  }

  /** The directory of its settings and its log, kafka.log. */
  get directory(): string {
    return this.#settings.directory;
  }

  /** The directory of its topics. */
  get dataDirectory(): string {
    return `${this.directory}/kafka`;
  }

  /** Whether it was stopped or killed, or has exited by itself. */
  get isDown(): boolean {
    return this.#process === null;
  }

  /** Starts it, with its existing data if any, and waits until it answers. */
  async start(signal: AbortSignal = new AbortController().signal): Promise<void> {
    const isNew = !await exists(this.dataDirectory);
    const report = (line: string) => console.error(`broker ${this.id}: ${line}`);
    const begin = isNew ? startKafka : restartKafka;
    const started = await begin(this.#settings, { signal, report });
    this.#process = started;
    started.died.then(() => this.#hasEnded(started));
  }

  /** Sends SIGTERM and waits for its exit. */
  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = null;
  }

  /** Sends SIGKILL and waits for its exit. */
  async kill(): Promise<void> {
    this.#signal("SIGKILL");
    await this.#process?.exited;
    await this.stop();
  }

  /** Sends SIGSTOP. */
  stall(): void {
    this.#signal("SIGSTOP");
  }

  /** Sends SIGCONT. */
  resume(): void {
    this.#signal("SIGCONT");
  }

  /** Stops its files from growing until it is started again, like a full disk; needs no root. */
  async denyGrowth(): Promise<void> {
    const args = [`--pid=${this.#process?.pid}`, "--fsize=0:unlimited"];
    const { success } = await new Deno.Command("prlimit", { args }).output();
    if (!success) throw new Error("prlimit could not bound the files of the broker");
  }

  /** Moves the data of a stopped broker to a disk that a test can fill. */
  async onSmallDisk(megabytes: number): Promise<SmallDisk> {
    if (!this.isDown) throw new Error("only a broker that is down can move to another disk");
    return this.#disks.use(await SmallDisk.under(this.dataDirectory, megabytes));
  }

  /** Ends it in any state. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.#disks.disposeAsync();
  }

  #signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
    if (this.#process !== null) Deno.kill(this.#process.pid, signal);
  }

  async #hasEnded(process: ServerProcess): Promise<void> {
    await process.stop(); // its guard still runs
    if (this.#process === process) this.#process = null;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
