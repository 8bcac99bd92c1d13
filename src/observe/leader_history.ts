import type { LocaleCount } from "../contract/counts.ts";
import type { History } from "../contract/history.ts";
import { stepSeconds } from "./sample_history.ts";

/** How many locales the history shows. */
export const shownLocales = 8;
/** How many it remembers at each step, because one that leads now may have come from behind. */
export const rememberedLocales = 64;

const keptSteps = (15 * 60) / stepSeconds;

/** The all-time counts of the leading locales over the last 15 minutes. */
export class LeaderHistory {
  readonly #steps: { readonly at: string; readonly counts: ReadonlyMap<string, number> }[] = [];

  /** Ends a step with the leaders as they are now, the largest first. */
  step(atMs: number, leaders: readonly LocaleCount[]): void {
    const counts = new Map(leaders.map(({ locale, count }) => [locale, count]));
    this.#steps.push({ at: new Date(atMs).toISOString(), counts });
    if (this.#steps.length > keptSteps) this.#steps.shift();
  }

  /** One series for each locale that leads at the last step. */
  series(): History["counts"] {
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
