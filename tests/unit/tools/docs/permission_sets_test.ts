import { assert, assertEquals, assertNotEquals } from "@std/assert";
import program from "../../../../src/deno.json" with { type: "json" };
import { settings } from "../../../../src/settings/config.ts";
import { libraryVariables } from "../../../../src/settings/variables.ts";
import { withVariables } from "../../../../tools/docs/permission_sets.ts";

const { processor, client } = program.permissions;
const allowed = [
  ...Object.values(settings).map(({ env }) => env),
  ...["HTTP_TOKEN_FILE", "KAFKA_SASL_PASSWORD_FILE", "SCHEMA_REGISTRY_PASSWORD_FILE"],
  ...libraryVariables,
];

Deno.test("the processor and its clients may read the variables of the settings, and no other", () => {
  for (const { env } of [processor, client]) assertEquals(env.toSorted(), allowed.toSorted());
});

Deno.test("no permission set of the program has a wildcard or covers all variables", () => {
  for (const { env } of [processor, client]) assert(env.every((name) => /^[A-Z0-9_]+$/.test(name)));
});

Deno.test("a client may read neither the program nor the host's name", () => {
  assertEquals(Object.keys(client).toSorted(), ["env", "net", "read"]);
  assertEquals(client.read, ["/run/secrets", "/etc/login-pipeline"]);
});

Deno.test("withVariables() takes away a variable that no setting reads, and gives a missing one", () => {
  const upToDate = withVariables(program);
  for (const env of [[...client.env, "HOME"], client.env.slice(1)]) {
    const changed = { permissions: { ...program.permissions, client: { ...client, env } } };
    assertNotEquals(JSON.stringify(changed), JSON.stringify(program));
    assertEquals(withVariables(changed), upToDate);
  }
});
