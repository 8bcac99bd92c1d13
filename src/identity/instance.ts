/** What tells this process from others that do the same. */
export function instanceName(): string {
  return `${Deno.hostname()}:${Deno.pid}`;
}
