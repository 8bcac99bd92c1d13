/** Receives progress lines. */
export type Report = (line: string) => void;

const everyMs = 2_000;

/**
 * Reports what is going on, and for how long: at once when the activity changes (the words before the
 * colon), otherwise every two seconds.
 */
export function progressReport(print: (line: string) => void, now: () => number): Report {
  let activity = "";
  let sinceMs = 0;
  let saidMs = 0;
  return (line) => {
    const begun = line.split(":")[0] ?? line;
    if (begun !== activity) {
      [activity, sinceMs, saidMs] = [begun, now(), now()];
      print(line);
    } else if (now() - saidMs >= everyMs) {
      saidMs = now();
      print(`${line} (since ${Math.round((now() - sinceMs) / 1000)} s)`);
    }
  };
}
