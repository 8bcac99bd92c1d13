import { assertEquals, assertInstanceOf, assertRejects, assertStringIncludes } from "@std/assert";
import { FatalError, RegistryUnavailableError } from "../../../src/errors.ts";
import { schemaTexts } from "../../../src/pipeline/schemas.ts";
import { ownSchemaIds } from "../../../src/registry/own_schemas.ts";
import { subjectsOf } from "../../../src/registry/subjects.ts";

const subjects = subjectsOf({ input: "in", output: "out", deltas: "deltas", counts: "counts" });

Deno.test("ownSchemaIds() finds the ids of exactly our schema texts", async () => {
  const asked: [string, string][] = [];
  const ids = await ownSchemaIds((subject, text) => {
    asked.push([subject, text]);
    return Promise.resolve(asked.length);
  }, subjects);
  assertEquals(ids, {
    userLogin: 1,
    enrichedLogin: 2,
    outputCount: 3,
    localeDelta: 4,
    storedCount: 5,
  });
  assertEquals(asked[3], ["deltas-value", schemaTexts.LocaleDelta]);
});

Deno.test("ownSchemaIds() names the subject of a missing schema and the command that registers it", async () => {
  const idOf = (subject: string) => Promise.resolve(subject.startsWith("out") ? null : 1);
  const error = await assertRejects(() => ownSchemaIds(idOf, subjects));
  assertInstanceOf(error, FatalError);
  assertStringIncludes(error.message, "EnrichedLogin under out-io.fetch.login.EnrichedLogin");
  assertStringIncludes(error.message, "LocaleCount under out-io.fetch.login.LocaleCount");
  assertStringIncludes(error.action, "deno task register-schemas");
});

Deno.test("ownSchemaIds() does not take an unavailable registry for a missing schema", async () => {
  const idOf = () => Promise.reject(new RegistryUnavailableError("down"));
  await assertRejects(() => ownSchemaIds(idOf, subjects), RegistryUnavailableError);
});
