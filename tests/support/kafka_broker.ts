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

  /** Where its settings and its log, kafka.log, are. */
  get directory(): string {
    return this.#settings.directory;
  }

  /** Where its topics are. */
  get dataDirectory(): string {
    return `${this.directory}/kafka`;
  }

  /** Whether it was stopped or killed, or has ended by itself. */
  get isDown(): boolean {
    return this.#process === null;
  }

  /** Starts it, over its data where it has some, and waits until it answers. */
  async start(signal: AbortSignal = new AbortController().signal): Promise<void> {
    const isNew = !await exists(this.dataDirectory);
    const report = (line: string) => console.error(`broker ${this.id}: ${line}`);
    const begin = isNew ? startKafka : restartKafka;
    const started = await begin(this.#settings, { signal, report });
    this.#process = started;
    started.died.then(() => this.#hasEnded(started));
  }

  /** SIGTERM, and waits for its end. */
  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = null;
  }

  /** SIGKILL, and waits for its end. */
  async kill(): Promise<void> {
    this.#signal("SIGKILL");
    await this.#process?.exited;
    await this.stop();
  }

  /** SIGSTOP. */
  stall(): void {
    this.#signal("SIGSTOP");
  }

  /** SIGCONT. */
  resume(): void {
    this.#signal("SIGCONT");
  }

  /** Lets none of its files grow, as a full disk does, until it is started again; needs no root. */
  async denyGrowth(): Promise<void> {
    const args = [`--pid=${this.#process?.pid}`, "--fsize=0:unlimited"];
    const { success } = await new Deno.Command("prlimit", { args }).output();
    if (!success) throw new Error("prlimit could not bound the files of the broker");
  }

  /** Moves the data of a broker that is down to a disk that a test can fill. */
  async onSmallDisk(megabytes: number): Promise<SmallDisk> {
    if (!this.isDown) throw new Error("only a broker that is down can move to another disk");
    return this.#disks.use(await SmallDisk.under(this.dataDirectory, megabytes));
  }

  /** Ends it, whatever state it is in. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.#disks.disposeAsync();
  }

  #signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
    if (this.#process !== null) Deno.kill(this.#process.pid, signal);
  }

  async #hasEnded(process: ServerProcess): Promise<void> {
    await process.stop(); // its guard is still there
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
