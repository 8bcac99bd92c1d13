import { assertEquals } from "@std/assert";
import { isKept } from "../../../src/pipeline/filter.ts";
import { type Login, validate } from "../../../src/pipeline/login_fields.ts";
import { login } from "../../support/logins.ts";

Deno.test("isKept() keeps only the device type android, spelled exactly", () => {
  const kept = (deviceType: string | null) => isKept({ ...(validate(login) as Login), deviceType });
  assertEquals(kept("android"), true);
  for (const deviceType of [null, "", "iOS", "Android", "ANDROID", " android", "android\n"]) {
    assertEquals(kept(deviceType), false);
  }
});
