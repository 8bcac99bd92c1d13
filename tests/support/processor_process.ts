import { type LogLine, readLogLine } from "./log_line.ts";
import { processorCommand } from "./program.ts";
import { inTime } from "./until.ts";

/** The signals that tests send to a process. */
export type Signal = "SIGTERM" | "SIGINT" | "SIGKILL" | "SIGSTOP" | "SIGCONT";

/**
 * `deno task start` as a separate process, which can be signaled and killed, and whose log is read.
 */
export class ProcessorProcess implements AsyncDisposable {
  readonly lines: LogLine[] = [];
  /** The signals that it was sent. */
  readonly signals: Signal[] = [];
  /** How the process ended, once it has exited and `lines` is complete. */
  readonly ended: Promise<Deno.CommandStatus>;
  readonly #child: Deno.ChildProcess;
  #news = Promise.withResolvers<void>();
  #hasEnded = false;
  #stderr = "";

  /**
   * Starts a process with these settings, in the given copy of the project if any. It may read one
   * additional folder.
   */
  constructor(env: Readonly<Record<string, string>>, directory?: string, readable?: string) {
    this.#child = processorCommand(env, directory, readable).spawn();
    this.ended = this.#listen();
    endWithUs(this);
  }

  /** Its process id. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Its standard error; complete once it has ended. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Whether it has ended. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The first matching line, past or future. */
  async logged(
    what: string,
    fits: (line: LogLine) => boolean,
    timeoutMs = 60_000,
  ): Promise<LogLine> {
    return await inTime(`a log line: ${what}`, this.#find(what, fits), timeoutMs);
  }

  /** Waits until it has joined both groups. */
  async joined(): Promise<void> {
    for (const stage of ["enrich", "count"]) {
      await this.logged(`${stage} assigned`, (l) => l.event === "assigned" && l.stage === stage);
    }
  }

  /** Sends a signal; it is no error if the process has ended. */
  kill(signal: Signal): void {
    if (this.#hasEnded) return;
    this.#child.kill(signal);
    this.signals.push(signal);
  }

  /** Asks it to end and returns its exit code. */
  async stop(): Promise<number> {
    this.kill("SIGTERM");
    const { code } = await inTime("the processor's end after SIGTERM", this.ended, 15_000);
    return code;
  }

  /** Kills it. */
  async murder(): Promise<void> {
    this.kill("SIGKILL");
    await this.ended;
  }

  /** The end of its log, for a failed test. */
  logTail(): string {
    const lines = this.lines.slice(-20).map((line) => JSON.stringify(line));
    return [`processor ${this.#child.pid}:`, ...lines, this.#stderr.slice(-2000)].join("\n  ");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.murder();
  }

  async #find(what: string, fits: (line: LogLine) => boolean): Promise<LogLine> {
    for (let at = 0;; at++) {
      while (at === this.lines.length) {
        if (this.#hasEnded) throw new Error(`the processor ended without a log line: ${what}`);
        await this.#news.promise;
      }
      if (fits(this.lines[at]!)) return this.lines[at]!;
    }
  }

  async #listen(): Promise<Deno.CommandStatus> {
    const [status] = await Promise.all([
      this.#child.status,
      this.#readLines(),
      new Response(this.#child.stderr).text().then((text) => this.#stderr = text),
    ]);
    this.#hasEnded = true;
    this.#news.resolve();
    return status;
  }

  async #readLines(): Promise<void> {
    let rest = "";
    for await (const text of this.#child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      this.lines.push(...lines.map(readLogLine));
      const { resolve } = this.#news;
      this.#news = Promise.withResolvers();
      resolve();
    }
  }
}

const living = new Set<ProcessorProcess>();

/** Ends all processes if the test run is told to end. */
function endWithUs(processor: ProcessorProcess): void {
  if (living.size === 0) listen(Deno.addSignalListener);
  living.add(processor);
  processor.ended.then(() => {
    living.delete(processor);
    if (living.size === 0) listen(Deno.removeSignalListener);
  });
}

function listen(change: typeof Deno.addSignalListener): void {
  change("SIGINT", killAll); // deno test ends by itself at these signals
  change("SIGTERM", killAllAndEnd);
  change("SIGHUP", killAllAndEnd);
}

function killAll(): void {
  for (const processor of living) processor.kill("SIGKILL");
}

function killAllAndEnd(): void {
  killAll();
  // A test may not exit, and a signal with a listener ends nothing.
  Deno.kill(Deno.pid, "SIGKILL");
}
