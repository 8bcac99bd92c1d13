import type { LocaleCount } from "./counts_view.ts";
import { stepSeconds } from "./history.ts";

/** Counts of the leading locales over time. */
export interface CountSeries {
  readonly at: readonly string[];
  readonly locales: readonly { readonly locale: string; readonly counts: readonly number[] }[];
}

/** How many locales are shown over time. */
export const shownLocales = 8;
/** How many are remembered: who leads at last may have come from behind. */
export const rememberedLocales = 64;

const keptSteps = (15 * 60) / stepSeconds;

/** The all-time counts of the leading locales over the last quarter of an hour. */
export class CountHistory {
  readonly #steps: { readonly at: string; readonly counts: ReadonlyMap<string, number> }[] = [];

  /** Ends a step with the leaders as they are now, the largest first. */
  step(atMs: number, leaders: readonly LocaleCount[]): void {
    const counts = new Map(leaders.map(({ locale, count }) => [locale, count]));
    this.#steps.push({ at: new Date(atMs).toISOString(), counts });
    if (this.#steps.length > keptSteps) this.#steps.shift();
  }

  /** The series of those who lead at last. */
  series(): CountSeries {
    const leaders = [...this.#steps.at(-1)?.counts.keys() ?? []].slice(0, shownLocales);
    return {
      at: this.#steps.map(({ at }) => at),
      locales: leaders.map((locale) => ({
        locale,
        counts: this.#steps.map(({ counts }) => counts.get(locale) ?? 0),
      })),
    };
  }
}
