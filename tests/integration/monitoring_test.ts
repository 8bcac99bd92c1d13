import { assertEquals } from "@std/assert";
import { dashboardExpressions } from "../support/monitoring_kit.ts";
import { root } from "../support/program.ts";
import { findTool } from "../support/tool.ts";

const kit = "deploy/monitoring";
const rules = ["recording", "alerts"].map((name) => `${kit}/prometheus/rules/${name}.yml`);

await toolTest("Prometheus accepts its configuration", "promtool", async () => {
  await using place = await openPlace();
  const token = `${place.path}/token`;
  await Deno.writeTextFile(token, "for promtool, which wants to see the file");
  const configuration = await Deno.readTextFile(`${root}${kit}/prometheus/prometheus.yml`);
  const path = `${place.path}/prometheus.yml`;
  await Deno.writeTextFile(
    path,
    configuration.replace("/etc/login-pipeline/http_token", token)
      .replace("rules/*.yml", `${root}${kit}/prometheus/rules/*.yml`),
  );
  assertEquals(await complaint("promtool", ["check", "config", path]), null);
});

await toolTest("the Prometheus rules are valid", "promtool", async () => {
  const lint = ["--lint=all", "--lint-fatal"];
  assertEquals(await complaint("promtool", ["check", "rules", ...lint, ...rules]), null);
});

await toolTest(
  "each alert fires when it should, and stays silent when it should",
  "promtool",
  async () => {
    const cases = ["loss", "flow", "process"].map((name) => `${kit}/tests/${name}.yml`);
    assertEquals(await complaint("promtool", ["test", "rules", ...cases]), null);
  },
);

await toolTest("every expression of the dashboard is valid", "promtool", async () => {
  await using place = await openPlace();
  const path = `${place.path}/dashboard.yml`;
  const asRules = dashboardExpressions()
    .map(({ expression }, index) => ({ record: `panel:${index}`, expr: expression }));
  // JSON is YAML.
  await Deno.writeTextFile(path, JSON.stringify({ groups: [{ name: "panels", rules: asRules }] }));
  assertEquals(await complaint("promtool", ["check", "rules", path]), null);
});

for (const receiver of ["none", "pagerduty", "opsgenie"]) {
  const file = `${kit}/alertmanager/${receiver}.yml`;
  await toolTest(`Alertmanager accepts its configuration for ${receiver}`, "amtool", async () => {
    assertEquals(await complaint("amtool", ["check-config", file]), null);
    for (const severity of ["page", "ticket"]) {
      const route = ["config", "routes", "test", `--config.file=${file}`];
      const args = [...route, `--verify.receivers=${severity}`, `severity=${severity}`];
      assertEquals(await complaint("amtool", args), null);
    }
  });
}

/** A test that needs a program which a machine may lack: its title says so then. */
async function toolTest(title: string, name: string, fn: () => Promise<void>): Promise<void> {
  // A bare `deno test` has no permission to look for programs.
  const { state } = await Deno.permissions.query({ name: "run", command: name });
  const tool = state === "granted" ? await findTool(name) : { missing: "needs deno task test" };
  if ("missing" in tool) Deno.test({ name: `${title} (${tool.missing})`, ignore: true, fn });
  else Deno.test(title, fn);
}

/** The output of a failed program; null if it succeeded. */
async function complaint(name: string, args: readonly string[]): Promise<string | null> {
  const { success, stdout, stderr } = await new Deno.Command(name, {
    args: [...args],
    cwd: root,
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return success ? null : text.decode(stdout) + text.decode(stderr);
}

/** A separate directory in `.stack`, where tests may write. */
async function openPlace(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = `${root}.stack/monitoring-${crypto.randomUUID()}`;
  await Deno.mkdir(path, { recursive: true });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
