/** The CPU time and memory of a process and its children. */
export interface Usage {
  readonly cpuSeconds: number;
  /** Its peak memory (VmHWM). */
  readonly peakMegabytes: number;
}

const ticksPerSecond = 100; // USER_HZ, which Linux promises to programs whatever the kernel uses
const script = `
for pid in $0 $(cat /proc/$0/task/$0/children); do cat /proc/$pid/stat /proc/$pid/status; done
`;

/** Reads the usage of a process and its children from /proc; null if it has exited. */
export async function usageOf(pid: number): Promise<Usage | null> {
  // Deno opens nothing below /proc without all permissions, and cat needs none of them.
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", script, String(pid)],
    stdin: "null",
    stderr: "null",
  }).output();
  return parseUsage(new TextDecoder().decode(stdout));
}

/** Adds up `stat` and `status` of each process; null if there is none. */
export function parseUsage(text: string): Usage | null {
  const ticks = [...text.matchAll(/^\d+ \(.*\) [A-Z] (.*)$/gm)].map(([, rest]) => {
    // Of the fields after the state, utime and stime are numbers 11 and 12. Those of children that
    // were waited for follow.
    const [utime, stime, cutime, cstime] = (rest ?? "").split(" ").slice(10, 14).map(Number);
    return (utime ?? 0) + (stime ?? 0) + (cutime ?? 0) + (cstime ?? 0);
  });
  const peaks = [...text.matchAll(/^Name:\t(.*)$[^]*?^VmHWM:\s+(\d+) kB$/gm)]
    .filter(([, name]) => name !== "sh") // the guard that ends what we started if we die
    .map(([, , kilobytes]) => Number(kilobytes));
  if (ticks.length === 0 || peaks.length === 0) return null;
  return {
    cpuSeconds: sum(ticks) / ticksPerSecond,
    peakMegabytes: sum(peaks) / 1024,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
