import { assertEquals } from "@std/assert";
import { type LoginField, validate } from "../../../src/pipeline/login_fields.ts";
import { Rejection, type RejectionCode } from "../../../src/pipeline/rejection.ts";
import { login } from "../../support/logins.ts";

const required: readonly LoginField[] = ["user_id", "app_version", "ip", "device_id"];
const optional: readonly LoginField[] = ["device_type", "locale"];
const otherTypes = [0, 1, true, false, [], ["a"], {}, { a: "b" }];
const max = 253402300799;

function without(field: LoginField): Record<string, unknown> {
  return Object.fromEntries(Object.entries(login).filter(([name]) => name !== field));
}

function assertRejected(record: Record<string, unknown>, code: RejectionCode, field: LoginField) {
  assertEquals(validate(record), new Rejection(code, field), JSON.stringify(record));
}

function millisecondsOf(timestamp: unknown): number | Rejection {
  const valid = validate({ ...login, timestamp });
  return valid instanceof Rejection ? valid : valid.timestampMs;
}

Deno.test("validate() keeps the values of a login's fields", () => {
  const expected = {
    userId: login.user_id,
    appVersion: login.app_version,
    deviceType: login.device_type,
    ip: login.ip,
    locale: login.locale,
    deviceId: login.device_id,
    timestampMs: 1720576825000,
  };
  assertEquals<unknown>({ ...validate(login), ...expected }, validate(login));
});

Deno.test("validate() ignores other fields", () => {
  assertEquals(validate({ ...login, region: 7, nested: { a: [] } }), validate(login));
});

for (const field of required) {
  Deno.test(`validate() requires text that is not empty for ${field}`, () => {
    assertRejected(without(field), "MISSING_FIELD", field);
    assertRejected({ ...login, [field]: null }, "MISSING_FIELD", field);
    assertRejected({ ...login, [field]: "" }, "EMPTY_FIELD", field);
    for (const value of otherTypes) {
      assertRejected({ ...login, [field]: value }, "WRONG_TYPE", field);
    }
    assertEquals(validate({ ...login, [field]: " " }) instanceof Rejection, false);
  });
}

for (const field of optional) {
  Deno.test(`validate() accepts text or nothing for ${field}`, () => {
    for (const record of [without(field), { ...login, [field]: null }, { ...login, [field]: "" }]) {
      assertEquals(validate(record) instanceof Rejection, false);
    }
    for (const value of otherTypes) {
      assertRejected({ ...login, [field]: value }, "WRONG_TYPE", field);
    }
  });
}

Deno.test("validate() changes a missing, null or empty locale to unknown and no other", () => {
  const localeOf = (record: Record<string, unknown>) => {
    const valid = validate(record);
    return valid instanceof Rejection ? valid : valid.locale;
  };
  assertEquals(localeOf(without("locale")), "unknown");
  assertEquals(localeOf({ ...login, locale: null }), "unknown");
  assertEquals(localeOf({ ...login, locale: "" }), "unknown");
  for (const locale of [" ", " ca ", "ca", "CA", "unknown", "\uFEFFCA"]) {
    assertEquals(localeOf({ ...login, locale }), locale);
  }
});

Deno.test("validate() accepts a timestamp in whole seconds from 1970 to 9999", () => {
  assertEquals(millisecondsOf(0), 0);
  assertEquals(millisecondsOf(max), 253402300799000);
  for (const timestamp of [max + 1, -1, 1.5, 1e400, -1e400, 2 ** 53, 1720576825000]) {
    assertEquals(millisecondsOf(timestamp), new Rejection("TIMESTAMP_OUT_OF_RANGE", "timestamp"));
  }
});

Deno.test("validate() judges numbers by their value, however they are written", () => {
  assertEquals(millisecondsOf(JSON.parse("1720576825.0")), 1720576825000);
  assertEquals(millisecondsOf(JSON.parse("1e3")), 1000000);
  assertEquals(millisecondsOf(JSON.parse("1720576825000e-3")), 1720576825000);
  assertEquals(Object.is(millisecondsOf(JSON.parse("-0")), 0), true);
  assertEquals(Object.is(millisecondsOf(JSON.parse("-0.0")), 0), true);
});

Deno.test("validate() accepts a timestamp of 1 to 12 digits as text", () => {
  assertEquals(millisecondsOf("0"), 0);
  assertEquals(millisecondsOf("1720576825"), 1720576825000);
  assertEquals(millisecondsOf("000000000007"), 7000);
  assertEquals(millisecondsOf(String(max)), 253402300799000);
});

Deno.test("validate() rejects any other text as a timestamp", () => {
  const texts = [
    ...[" ", " 1", "1 ", "1\n", "+1", "-1", "-0", "1.0", "1e3", "0x10", "1_000", "NaN", "١٢٣"],
    ...["0000000000007", "253402300800", "999999999999", "2024-07-10"],
  ];
  for (const text of texts) {
    assertEquals(millisecondsOf(text), new Rejection("TIMESTAMP_OUT_OF_RANGE", "timestamp"), text);
  }
  assertEquals(millisecondsOf(""), new Rejection("EMPTY_FIELD", "timestamp"));
});

Deno.test("validate() rejects a timestamp of another type, or a missing one, as such", () => {
  for (const value of [true, false, [], [1], {}]) {
    assertEquals(millisecondsOf(value), new Rejection("WRONG_TYPE", "timestamp"));
  }
  assertEquals(millisecondsOf(null), new Rejection("MISSING_FIELD", "timestamp"));
  assertEquals(validate(without("timestamp")), new Rejection("MISSING_FIELD", "timestamp"));
});

Deno.test("validate() names the first invalid field in the order of the contract", () => {
  assertEquals(validate({}), new Rejection("MISSING_FIELD", "user_id"));
  assertEquals(validate({ ...login, ip: 1, timestamp: -1 }), new Rejection("WRONG_TYPE", "ip"));
});
