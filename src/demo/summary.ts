import { tableOf } from "../terminal/table.ts";
import type { Totals } from "./expected_fates.ts";
import type { ArrivalSpan, Latency } from "./output_probe.ts";
import type { Proof } from "./proof.ts";

/** The results that the summary shows. */
export interface DemoResult {
  readonly proof: Proof;
  readonly countedLogins: number;
  readonly burst: { readonly logins: number; readonly span: ArrivalSpan | null };
  /** Logins a second, and the latency at that rate. */
  readonly steady: { readonly rate: number; readonly latency: Latency | null };
}

const topLocales = 5;

/** The demo's result as a page of text. */
export function summaryOf(result: DemoResult): string {
  const { totals, counts, causes, samples } = result.proof;
  const top = mostFirst(counts).slice(0, topLocales);
  return [
    section("What became of each login", tableOf(["fate", "logins"], fatesOf(totals))),
    section(`Top locales of ${counts.size}`, tableOf(["locale", "logins"], top)),
    section("Dead letters by cause", tableOf(["cause", "records"], mostFirst(causes))),
    section("Speed", speedOf(result)),
    section("What a consumer sees", samples.map((sample) => JSON.stringify(sample)).join("\n")),
    verdict(result),
  ].join("\n\n");
}

/** Whether the topics contain exactly the expected records. */
export function isProven({ proof, countedLogins }: DemoResult): boolean {
  return proof.differences.length === 0 && countedLogins === proof.totals.enriched;
}

function fatesOf({ read, enriched, filtered, deadLetters, tombstones }: Totals) {
  return [
    ["read", read],
    ["= enriched", enriched],
    ["+ filtered (not android)", filtered],
    ["+ dead letters", deadLetters],
    ["+ tombstones", tombstones],
  ] as const;
}

function speedOf({ burst: { logins, span }, steady: { rate, latency } }: DemoResult): string {
  const throughput = span === null
    ? "the burst was too short to measure a rate: raise --count"
    : `${Math.round(logins * span.share / span.seconds)} logins/s in a burst of ${logins}, ` +
      "as fast as one generator sends them";
  const delay = latency === null
    ? "no latency was measured"
    : `p50 ${latency.p50} ms, p99 ${latency.p99} ms at ${rate} logins/s, ` +
      "from sent to readable at read_committed";
  return `${throughput}\n${delay}`;
}

function verdict(result: DemoResult): string {
  const { proof, countedLogins } = result;
  const counted = `the counts rose by ${countedLogins}, and ${proof.totals.enriched} were enriched`;
  if (isProven(result)) {
    return "Checked with Java's console consumer at read_committed: every login has exactly one " +
      `fate, none is missing, none is repeated; ${counted}.`;
  }
  return ["THE TOPICS DO NOT AGREE:", ...proof.differences, counted].join("\n  ");
}

function mostFirst(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([, a], [, b]) => b - a);
}

function section(title: string, body: string): string {
  return `${title}\n${"-".repeat(title.length)}\n${body}`;
}
