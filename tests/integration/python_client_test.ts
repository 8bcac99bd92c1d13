import { assertEquals } from "@std/assert";
import { audit } from "../support/audit.ts";
import { integrationTest, stackAddress } from "../support/integration.ts";
import { root } from "../support/program.ts";
import { pythonWith } from "../support/python.ts";

const title = "a Python client writes logins and reads outputs with its own serializers";
const count = 100;

// Without a stack the test is ignored, and nothing may be installed.
const python = stackAddress() === null ? null : await pythonWith("docs/consume/requirements.txt");
if (python !== null && "missing" in python) {
  Deno.test({ name: `${title} (${python.missing})`, ignore: true, fn() {} });
} else {
  integrationTest(title, async (scene) => {
    await scene.started();
    const { stdout, stderr, success } = await new Deno.Command(python!.path, {
      args: ["tests/support/python_client.py", "schemas/user-login.avsc", String(count)],
      cwd: root,
      env: { ...scene.env },
      signal: AbortSignal.timeout(60_000),
    }).output();
    const text = new TextDecoder();
    assertEquals(success, true, text.decode(stderr));
    const lines: Record<string, unknown>[] = text.decode(stdout).trim().split("\n")
      .map((line) => JSON.parse(line));
    await scene.processed();
    const { fates, enriched } = await audit(scene);
    assertEquals(fates["enriched"], count);
    const logins = lines.filter((line) => "user_id" in line);
    assertEquals(
      logins.map(summaryOf).toSorted(),
      enriched.map(({ fields }) => summaryOf(fields)).toSorted(),
    );
  });
}

function summaryOf(login: Readonly<Record<string, unknown>>): string {
  return ["user_id", "locale", "login_time", "source_partition", "source_offset"]
    .map((name) => login[name]).join(" ");
}
