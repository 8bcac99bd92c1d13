import { Core } from "../core.ts";
import { hostileValues } from "../corpus.ts";
import { keepCase } from "./case_files.ts";
import { caseOf } from "./cases.ts";
import { Coverage } from "./coverage.ts";
import { Examiner } from "./examiner.ts";
import { Fuzzer } from "./fuzzer.ts";
import { LastValue } from "./last_value.ts";
import { MadeRegistry } from "./made_registry.ts";
import { Splits } from "./splits.ts";
import { UncountedCore } from "./uncounted_core.ts";

/** The exit code of a process that found something; 1 means an error. */
export const foundCode = 10;

const maxSeedBytes = 2_000;
const reportEveryMs = 10_000;
const maxRssBytes = 450_000_000;

/** Fuzzes for a time, and returns the number of different complaints. */
async function fuzz(seed: number, minutes: number, lastValuePath: string): Promise<number> {
  await using coverage = await Coverage.start();
  using lastValue = new LastValue(lastValuePath);
  using uncounted = new UncountedCore();
  const registry = new MadeRegistry();
  const core = new Core(registry);
  const examiner = new Examiner(core, registry.schemaOf);
  const keeping: Promise<unknown>[] = [];
  const fuzzer = new Fuzzer({
    ...{ seed, registry, examiner, coverage, splits: new Splits(core), before: lastValue.note },
    isSlow: (value) => uncounted.isSlow(value),
    found: (values, complaint) => {
      const kept = keepCase(caseOf(values, complaint, registry.schemaOf));
      keeping.push(kept.then((path) => console.log(`found: ${complaint}; kept as ${path}`)));
    },
  });
  const startedMs = performance.now();
  const report = () => say(line(fuzzer, coverage, (performance.now() - startedMs) / 1000));
  for (const { value } of hostileValues(registry)) {
    if (value !== null && value.length <= maxSeedBytes) fuzzer.seed(value);
  }
  let reportedMs = startedMs;
  while (performance.now() - startedMs < minutes * 60_000) {
    await fuzzer.round();
    checkMemory();
    // A round does not yield to the event loop, so no file could be written during it.
    await Promise.all(keeping.splice(0));
    if (performance.now() - reportedMs < reportEveryMs) continue;
    reportedMs = performance.now();
    report();
  }
  report();
  await Promise.all(keeping);
  return fuzzer.progress.finds;
}

/** Unlike console.log, this throws without a reader, so a fuzzer whose parent has exited ends. */
function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

function line({ progress }: Fuzzer, { characters }: Coverage, seconds: number): string {
  const { executions, behaviors, pool, finds } = progress;
  const megabytes = Math.round(Deno.memoryUsage().rss / 1e6);
  return `${seconds.toFixed(0)} s: ${executions} executions ` +
    `(${Math.round(executions / seconds)}/s), ${characters} characters of code reached, ` +
    `${behaviors} behaviors, ${pool} values in the pool, ${megabytes} MB, ${finds} finds`;
}

function checkMemory(): void {
  const { rss } = Deno.memoryUsage();
  if (rss > maxRssBytes) throw new Error(`the core holds ${Math.round(rss / 1e6)} MB`);
}

if (import.meta.main) {
  const [seed, minutes, lastValuePath] = Deno.args;
  Deno.exit(await fuzz(Number(seed), Number(minutes), lastValuePath!) === 0 ? 0 : foundCode);
}
