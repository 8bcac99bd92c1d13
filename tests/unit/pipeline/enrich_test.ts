import { assertEquals } from "@std/assert";
import { enrich } from "../../../src/pipeline/enrich.ts";
import { type Login, validate } from "../../../src/pipeline/login_fields.ts";
import { login } from "../../support/logins.ts";

Deno.test("an enriched login holds the login, its formatted time and its source", () => {
  const valid = validate(login) as Login;
  assertEquals(enrich(valid, "2024-07-10 02:00:25", { partition: 2, offset: 41 }), {
    ...login,
    timestamp: 1720576825000,
    login_time: "2024-07-10 02:00:25",
    source_partition: 2,
    source_offset: 41,
  });
});
