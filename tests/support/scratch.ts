/** Whether this run may write files and listen on this machine, as `deno task test` may. */
export function mayUseFiles(): boolean {
  return [
    { name: "write", path: ".stack" } as const,
    { name: "net", host: "127.0.0.1" } as const,
  ].every((permission) => Deno.permissions.querySync(permission).state === "granted");
}

/** A directory of one test, deleted with it. */
export async function scratch(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ dir: ".stack", prefix: "scratch-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
