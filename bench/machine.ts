import type { PerformanceFigures } from "./performance_figures.ts";

/** The machine of the measurement. */
export async function thisMachine(): Promise<PerformanceFigures["machine"]> {
  const [cpus, memory] = await Promise.all([said("cat", "/proc/cpuinfo"), memoryText()]);
  return {
    cores: navigator.hardwareConcurrency,
    model: /^model name\s*: (.*)$/m.exec(cpus)?.[1] ?? "unknown",
    gigabytes: Math.round(Number(/^MemTotal:\s+(\d+) kB/m.exec(memory)?.[1] ?? 0) / 1024 / 1024),
  };
}

/** The versions of what the contestants run on. */
export async function versionsHere(): Promise<Record<string, string>> {
  const java = await said("java", "-version");
  const go = await said("go", "version");
  const python = await said("python3", "--version");
  const found = {
    Kafka: "4.3.1",
    Deno: Deno.version.deno,
    Java: /version "([^"]+)"/.exec(java)?.[1],
    Go: /go(\d\S*)/.exec(go)?.[1],
    Python: /Python (\S+)/.exec(python)?.[1],
  };
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The measured commit; with a plus if the working tree differed from it. */
export async function currentCommit(): Promise<string> {
  const commit = (await said("git", "rev-parse", "--short", "HEAD")).trim();
  const changes = (await said("git", "status", "--porcelain", "--", "src", "bench")).trim();
  return changes === "" ? commit : `${commit}+`;
}

async function memoryText(): Promise<string> {
  return await said("cat", "/proc/meminfo");
}

/** The output of a program, from either stream; empty if the program is missing. */
async function said(name: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr } = await new Deno.Command(name, { args: [...args] }).output();
    const text = new TextDecoder();
    return text.decode(stdout) + text.decode(stderr);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
