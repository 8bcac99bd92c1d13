// @ts-check
/** @import { Sample } from "../../contract/history.ts" */

const longestSeconds = 15 * 60;
const shortestSeconds = 2 * 60;

/**
 * The start and end of the time axis in seconds: the length of the history, 2 to 15 minutes.
 * @param {{ readonly samples: readonly Sample[] }} history
 * @param {string} now
 * @returns {readonly [number, number]}
 */
export function timeSpan({ samples }, now) {
  const last = samples.at(-1)?.at ?? now;
  const to = Date.parse(last) / 1000;
  const first = samples[0] === undefined ? to : Date.parse(samples[0].at) / 1000;
  const length = Math.min(longestSeconds, Math.max(shortestSeconds, to - first));
  return [to - length, to];
}
