import { assert, assertEquals, assertInstanceOf, assertStringIncludes, fail } from "@std/assert";
import { messageOf, RegistryUnavailableError } from "../../../src/errors.ts";
import { fatalIn } from "../../../src/kafka/access/error_type.ts";
import { readAnswer, RegistryRefusal } from "../../../src/registry/read_answer.ts";
import { recoveryOf } from "../../../src/runner/recovery.ts";

const address = "http://registry:8081";

function errorOf(status: number, body: unknown): unknown {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  try {
    readAnswer(address, status, text);
  } catch (error) {
    return error;
  }
  return fail("it was read as a success");
}

Deno.test("readAnswer() returns the JSON of a success", () => {
  const answer = readAnswer(address, 200, '{"id":7,"schema":"{}","is_compatible":true}');
  assertEquals(answer.integer("id"), 7);
  assertEquals(answer.text("schema"), "{}");
  assert(answer.boolean("is_compatible"));
  assertEquals(readAnswer(address, 200, "[1,2]").integers(), [1, 2]);
});

Deno.test("readAnswer() treats the registry's own 404 as definite", () => {
  for (const error_code of [40401, 40402, 40403, 40408]) {
    const error = errorOf(404, { error_code, message: "Schema not found" });
    assertInstanceOf(error, RegistryRefusal);
    assertEquals([error.status, error.message], [404, "Schema not found"]);
  }
});

Deno.test("readAnswer() treats a 404 from any other server as no answer", () => {
  const bodies = [
    "<html>404 Not Found</html>",
    "",
    "null",
    { message: "no such route" },
    { error_code: 404, message: "HTTP 404 Not Found" },
    { error_code: 0, message: "Could not find resource for full path" },
    { error_code: "40403", message: "a text is no code" },
  ];
  for (const body of bodies) {
    const error = errorOf(404, body);
    assertInstanceOf(error, RegistryUnavailableError);
    assertStringIncludes(error.message, "may lack a path");
  }
});

Deno.test("readAnswer() treats a rejected schema as definite and keeps the registry's reason", () => {
  for (const [status, error_code] of [[409, 409], [422, 42201]] as const) {
    const error = errorOf(status, { error_code, message: "incompatible" });
    assertInstanceOf(error, RegistryRefusal);
    assertEquals(error.status, status);
  }
  assertInstanceOf(errorOf(409, "<html>conflict</html>"), RegistryUnavailableError);
});

Deno.test("readAnswer() treats an error of a broken registry as no answer", () => {
  for (const status of [301, 302, 307, 400, 401, 403, 405, 429, 500, 502, 503, 504]) {
    const error = errorOf(status, { error_code: 40403, message: "Schema not found" });
    assertInstanceOf(error, RegistryUnavailableError);
    assertStringIncludes(error.message, String(status));
  }
});

Deno.test("readAnswer() treats a success without JSON as no answer", () => {
  for (const body of ["", "OK", "<html>sign in</html>", '{"schema":', "7", "null"]) {
    assertInstanceOf(errorOf(200, body), RegistryUnavailableError);
  }
});

Deno.test("readAnswer() treats a success of another shape as no answer", () => {
  const answer = readAnswer(address, 200, '{"id":"7","schema":{},"is_compatible":"yes"}');
  const reads = [
    () => answer.integer("id"),
    () => answer.text("schema"),
    () => answer.boolean("is_compatible"),
    () => answer.integers(),
    () => answer.text("nothing"),
  ];
  for (const read of reads) {
    try {
      fail(`it was read as ${read()}`);
    } catch (error) {
      assertInstanceOf(error, RegistryUnavailableError);
      assertStringIncludes(error.message, address);
    }
  }
});

Deno.test("readAnswer() names the settings of rejected credentials, which are fatal at startup", () => {
  for (const status of [401, 403]) {
    const error = errorOf(status, "");
    assertStringIncludes(messageOf(error), "SCHEMA_REGISTRY_PASSWORD");
    assertStringIncludes(fatalIn(error)?.action ?? "", "SCHEMA_REGISTRY_USERNAME");
    assertEquals(recoveryOf(error), "reacquire"); // after the start
  }
});
