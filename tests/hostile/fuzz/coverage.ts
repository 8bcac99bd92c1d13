import { Session } from "node:inspector/promises";

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** Which characters of the core's source have run, as V8 counts them block by block. */
export class Coverage implements AsyncDisposable {
  readonly #session = new Session();
  readonly #reached = new Map<string, Uint8Array>();
  readonly #news = new Map<string, readonly number[]>();
  #characters = 0;

  /** Starts to count. */
  static async start(): Promise<Coverage> {
    const coverage = new Coverage();
    coverage.#session.connect();
    await coverage.#session.post("Profiler.enable");
    const everyBlock = { callCount: true, detailed: true };
    await coverage.#session.post("Profiler.startPreciseCoverage", everyBlock);
    return coverage;
  }

  /** How many characters of source have run so far. */
  get characters(): number {
    return this.#characters;
  }

  /** Reads what has run since the last call; true if some of it had never run before. */
  async grew(): Promise<boolean> {
    this.#news.clear();
    for (const [url, ran] of await this.#ranSince()) {
      const reached = grown(this.#reached.get(url), ran.length);
      const fresh = [...ran.keys()].filter((at) => ran[at] === 1 && reached[at] === 0);
      if (fresh.length === 0) continue;
      this.#reached.set(url, reached);
      this.#news.set(url, fresh);
      for (const at of fresh) reached[at] = 1;
      this.#characters += fresh.length;
    }
    return this.#news.size > 0;
  }

  /** Whether what has run since the last call includes what {@linkcode grew} found new. */
  async repeatsNews(): Promise<boolean> {
    const ran = await this.#ranSince();
    return [...this.#news].some(([url, fresh]) => fresh.some((at) => ran.get(url)?.[at] === 1));
  }

  /** Stops counting. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.post("Profiler.stopPreciseCoverage");
    this.#session.disconnect();
  }

  async #ranSince(): Promise<ReadonlyMap<string, Uint8Array>> {
    const { result } = await this.#session.post("Profiler.takePreciseCoverage") as {
      readonly result: readonly Script[];
    };
    return new Map(result.filter(isCore).map((script) => [script.url, charactersRun(script)]));
  }
}

function charactersRun({ functions }: Script): Uint8Array {
  const ranges = functions.flatMap((each) => each.ranges);
  const ran = new Uint8Array(Math.max(0, ...ranges.map(({ endOffset }) => endOffset)));
  // Inner functions and blocks follow the outer ones, and are more precise.
  for (const { startOffset, endOffset, count } of ranges) {
    ran.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  }
  return ran;
}

function isCore({ url }: Script): boolean {
  return url.includes("/src/pipeline/") || url.includes("/avsc/");
}

function grown(reached: Uint8Array | undefined, length: number): Uint8Array {
  if (reached !== undefined && reached.length >= length) return reached;
  const longer = new Uint8Array(length);
  longer.set(reached ?? []);
  return longer;
}
