import type { Latency } from "./latency.ts";
import type { Proof } from "./proof.ts";
import { tableOf } from "../commands/table.ts";

/** All that the summary shows. */
export interface DemoResult {
  readonly proof: Proof;
  readonly countedLogins: number;
  readonly burst: { readonly logins: number; readonly seconds: number };
  readonly latency: Latency | null;
}

const topLocales = 5;

/** The demo's result as a page of text. */
export function summaryOf(result: DemoResult): string {
  const { proof, burst, latency } = result;
  const { totals } = proof;
  const fates = [
    ["read", totals.read],
    ["= enriched", totals.enriched],
    ["+ filtered (not android)", totals.filtered],
    ["+ dead letters", totals.deadLetters],
    ["+ tombstones", totals.tombstones],
  ] as const;
  const top = [...proof.counts].sort(([, a], [, b]) => b - a).slice(0, topLocales);
  const causes = [...proof.causes].sort(([, a], [, b]) => b - a);
  const rate = Math.round(burst.logins / burst.seconds);
  return [
    section("What became of each login", tableOf(["fate", "logins"], fates)),
    section(`Top locales of ${proof.counts.size}`, tableOf(["locale", "logins"], top)),
    section("Dead letters by cause", tableOf(["cause", "records"], causes)),
    section(
      "Speed",
      [
        `${burst.logins} logins in one burst, from the first sent to the last counted: ` +
        `${burst.seconds.toFixed(1)} s, ${rate} logins/s, start-up included`,
        latency === null
          ? "no latency was measured"
          : `from sent to readable at read_committed: p50 ${latency.p50} ms, p99 ${latency.p99} ms`,
      ].join("\n"),
    ),
    section(
      "What a consumer sees",
      proof.samples.map((sample) => JSON.stringify(sample)).join("\n"),
    ),
    verdict(result),
  ].join("\n\n");
}

/** Whether the topics hold exactly what they should. */
export function isProven({ proof, countedLogins }: DemoResult): boolean {
  return proof.differences.length === 0 && countedLogins === proof.totals.enriched;
}

function verdict(result: DemoResult): string {
  const { proof, countedLogins } = result;
  const counted = `the counts rose by ${countedLogins}, and ${proof.totals.enriched} were enriched`;
  if (isProven(result)) {
    return "Checked with Java's console consumer at read_committed: every login has exactly one " +
      `fate, none is missing, none is there twice; ${counted}.`;
  }
  return ["THE TOPICS DO NOT AGREE:", ...proof.differences, counted].join("\n  ");
}

function section(title: string, body: string): string {
  return `${title}\n${"-".repeat(title.length)}\n${body}`;
}
