import { assertEquals } from "@std/assert";
import { parseUsage } from "../../../bench/process_usage.ts";

const stat = (name: string, times: string) =>
  `42 (${name}) S 1 42 42 0 -1 4194304 100 200 0 0 ${times} 20 0 3 0 100 200 300\n`;
const status = (name: string, kilobytes: number) =>
  `Name:\t${name}\nUmask:\t0022\nVmPeak:\t  999999 kB\nVmHWM:\t  ${kilobytes} kB\nVmRSS:\t 1 kB\n`;

Deno.test("parseUsage() adds the CPU time of a process, its children, and children that have exited", () => {
  const text = stat("deno", "100 50 25 25") + status("deno", 2048) + stat("java", "300 0 0 0") +
    status("java", 1024);
  assertEquals(parseUsage(text), { cpuSeconds: 5, peakMegabytes: 3 });
});

Deno.test("parseUsage() accepts spaces and parentheses in a program's name", () => {
  const text = stat("a (b) S 9 9", "100 0 0 0") + status("a (b) S 9 9", 1024);
  assertEquals(parseUsage(text), { cpuSeconds: 1, peakMegabytes: 1 });
});

Deno.test("parseUsage() leaves out the memory of the guard that we start beside a program", () => {
  const text = stat("deno", "100 0 0 0") + status("deno", 2048) + stat("sh", "0 0 0 0") +
    status("sh", 1024);
  assertEquals(parseUsage(text)?.peakMegabytes, 2);
});

Deno.test("parseUsage() is null for a process that has exited, not zero", () => {
  assertEquals(parseUsage(""), null);
});
