import { type LogLine, readLogLine } from "./log_line.ts";
import { processorCommand } from "./program.ts";
import { inTime } from "./until.ts";

/** What a process can be told by the system. */
export type Signal = "SIGTERM" | "SIGINT" | "SIGKILL" | "SIGSTOP" | "SIGCONT";

/** `deno task start` as a process of its own, which can be signalled, killed and listened to. */
export class ProcessorProcess implements AsyncDisposable {
  readonly lines: LogLine[] = [];
  /** The signals that reached it. */
  readonly signals: Signal[] = [];
  /** How the process ended, once it has and all that it said is in `lines`. */
  readonly ended: Promise<Deno.CommandStatus>;
  readonly #child: Deno.ChildProcess;
  #news = Promise.withResolvers<void>();
  #hasEnded = false;
  #stderr = "";

  /**
   * Starts a process with these settings, from another copy of the project where one is named; it
   * may read one folder more where one is named.
   */
  constructor(env: Readonly<Record<string, string>>, directory?: string, readable?: string) {
    this.#child = processorCommand(env, directory, readable).spawn();
    this.ended = this.#listen();
    endWithUs(this);
  }

  /** Its number on this machine. */
  get pid(): number {
    return this.#child.pid;
  }

  /** What it wrote to its standard error; complete once it has ended. */
  get stderr(): string {
    return this.#stderr;
  }

  /** Whether it is over. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The first line that fits, past or still to come. */
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

  /** Sends a signal; one that comes too late is no error. */
  kill(signal: Signal): void {
    if (this.#hasEnded) return;
    this.#child.kill(signal);
    this.signals.push(signal);
  }

  /** Asks it to end and gives its exit code. */
  async stop(): Promise<number> {
    this.kill("SIGTERM");
    const { code } = await inTime("the processor's end after SIGTERM", this.ended, 15_000);
    return code;
  }

  /** Ends it without asking. */
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

/** Sees to it that a test run which is told to end leaves no process behind. */
function endWithUs(processor: ProcessorProcess): void {
  if (living.size === 0) listen(Deno.addSignalListener);
  living.add(processor);
  processor.ended.then(() => {
    living.delete(processor);
    if (living.size === 0) listen(Deno.removeSignalListener);
  });
}

function listen(change: typeof Deno.addSignalListener): void {
  change("SIGINT", killAll); // at which deno test ends by itself
  change("SIGTERM", killAllAndEnd);
  change("SIGHUP", killAllAndEnd);
}

function killAll(): void {
  for (const processor of living) processor.kill("SIGKILL");
}

function killAllAndEnd(): void {
  killAll();
  // A test may not exit, and a signal that is listened to ends nobody.
  Deno.kill(Deno.pid, "SIGKILL");
}
