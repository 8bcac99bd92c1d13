import { assertEquals } from "@std/assert";
import { subjectsOf } from "../../../src/registry/subjects.ts";

Deno.test("the default topics have the subjects and levels of the contract", () => {
  const subjects = subjectsOf({
    input: "user-login",
    output: "processed-data-topic",
    deltas: "login-pipeline-locale-deltas",
    counts: "login-pipeline-locale-counts",
  });
  assertEquals(Object.values(subjects).map(({ name, record, level }) => [name, record, level]), [
    ["user-login-value", "UserLogin", "FULL_TRANSITIVE"],
    ["processed-data-topic-io.fetch.login.EnrichedLogin", "EnrichedLogin", "FULL_TRANSITIVE"],
    ["processed-data-topic-io.fetch.login.LocaleCount", "LocaleCount", "FULL_TRANSITIVE"],
    ["login-pipeline-locale-deltas-value", "LocaleDelta", "FULL_TRANSITIVE"],
    ["login-pipeline-locale-counts-value", "LocaleCount", "FULL_TRANSITIVE"],
  ]);
});
