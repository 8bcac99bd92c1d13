/** A number from the kernel's status of a process (proc(5), `/proc/PID/status`); NaN without it. */
export async function processStatus(pid: number, field: string): Promise<number> {
  // Deno itself reads nothing of a process there without all permissions.
  const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/status`] }).output();
  return Number(
    new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(new TextDecoder().decode(stdout))?.[1],
  );
}

/** The same number, summed over all threads of the process. */
export async function threadsStatus(pid: number, field: string): Promise<number> {
  const args = ["-rhs", "--include=status", `^${field}:`, `/proc/${pid}/task`];
  const { stdout } = await new Deno.Command("grep", { args }).output();
  const numbers = new TextDecoder().decode(stdout).matchAll(/:\s+(\d+)/g);
  return numbers.reduce((sum, [, number]) => sum + Number(number), 0);
}
