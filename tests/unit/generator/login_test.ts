import { assert, assertEquals, assertMatch } from "@std/assert";
import { generateLogin } from "../../../src/generator/login.ts";
import { Random } from "../../../src/generator/random.ts";
import { validate } from "../../../src/pipeline/login_fields.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";

const epochSeconds = 1720576825;
const random = new Random(1);
const logins = Array.from({ length: 5_000 }, () => generateLogin(random, epochSeconds));

function shareOf(holds: (login: typeof logins[number]) => boolean): number {
  return logins.filter(holds).length / logins.length;
}

Deno.test("every generated login fits the contract and has the requested time", () => {
  for (const login of logins) {
    const valid = validate({ ...login });
    assert(!(valid instanceof Rejection), JSON.stringify(login));
    assertEquals(valid.timestampMs, epochSeconds * 1000);
  }
});

Deno.test("every generated login has an IPv4 address and a US state", () => {
  for (const { ip, locale } of logins.slice(0, 200)) {
    assertMatch(ip, /^\d{1,3}(\.\d{1,3}){3}$/);
    assertMatch(locale ?? "NY", /^[A-Z]{2}$/);
  }
});

Deno.test("two thirds of generated logins are Android, and one percent name no device", () => {
  assert(Math.abs(shareOf(({ device_type }) => device_type === "android") - 0.66) < 0.03);
  assert(Math.abs(shareOf(({ device_type }) => device_type === undefined) - 0.01) < 0.005);
});

Deno.test("a few generated logins have no locale, and a few a timestamp of digits", () => {
  assert(Math.abs(shareOf(({ locale }) => locale === undefined) - 0.005) < 0.004);
  assert(Math.abs(shareOf(({ timestamp }) => typeof timestamp === "string") - 0.005) < 0.004);
});
