import { assertEquals } from "@std/assert";
import { shown } from "../unit/web/shown.ts";

const tool = promtool();

Deno.test({
  name: `promtool has nothing to say of the metrics${
    tool ? "" : " (needs promtool: apt-get install prometheus)"
  }`,
  ignore: tool === null,
  fn: async () => {
    using scene = shown();
    const metrics = await (await scene.get("/metrics")).text();
    assertEquals(await checked(metrics), { code: 0, said: "" });
    const unfit = "# TYPE total_logins counter\ntotal_logins 1\n";
    assertEquals((await checked(unfit)).code !== 0, true);
  },
});

async function checked(metrics: string): Promise<{ code: number; said: string }> {
  const child = new Deno.Command(tool!, {
    args: ["check", "metrics"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(metrics));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  return { code, said: said.trim() };
}

/** The path of promtool; null if it is missing or may not run. */
function promtool(): string | null {
  for (const [name, path] of [["run", undefined], ["read", "/usr/bin/promtool"]] as const) {
    const query = path ? { name, path } : { name };
    if (Deno.permissions.querySync(query as Deno.PermissionDescriptor).state !== "granted") {
      return null;
    }
  }
  try {
    return Deno.statSync("/usr/bin/promtool").isFile ? "/usr/bin/promtool" : null;
  } catch {
    return null;
  }
}
