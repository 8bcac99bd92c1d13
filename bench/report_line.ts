/** Takes a line about what is going on. */
export type Report = (line: string) => void;

const everyMs = 2_000;

/**
 * Says what goes on and since when: at once when something else begins, which shows by the words up
 * to the colon, and otherwise every two seconds.
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
