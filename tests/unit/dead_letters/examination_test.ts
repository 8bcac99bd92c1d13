import { assertEquals } from "@std/assert";
import { examine } from "../../../src/dead_letters/examination.ts";
import { loginFields } from "../../../src/pipeline/login_fields.ts";
import { Rejection } from "../../../src/pipeline/rejection.ts";
import { avroFrame } from "../../support/avro_frame.ts";
import { frame, inputBatch, json, login, utf8 } from "../../support/logins.ts";
import { codecsOf, schemaIds } from "../../support/pipeline_settings.ts";

function examined(value: Uint8Array) {
  return examine(value, { codecs: codecsOf(inputBatch([value])), types: new Map() }, 1_000);
}

function codesOf(value: Uint8Array): Record<string, string> {
  const codes = examined(value).fields.map(({ field, rejection }) => [
    field,
    rejection?.code ?? "ok",
  ]);
  return Object.fromEntries(codes);
}

const allOk = Object.fromEntries(loginFields.map((field) => [field, "ok"]));

Deno.test("examine() validates every field, not only up to the first wrong one", () => {
  assertEquals(codesOf(json(login)), allOk);
  assertEquals(
    codesOf(json({ ...login, user_id: undefined, ip: "", locale: 7, timestamp: -1 })),
    {
      ...allOk,
      user_id: "MISSING_FIELD",
      ip: "EMPTY_FIELD",
      locale: "WRONG_TYPE",
      timestamp: "TIMESTAMP_OUT_OF_RANGE",
    },
  );
  assertEquals(codesOf(avroFrame({ ...login, user_id: "" })), { ...allOk, user_id: "EMPTY_FIELD" });
});

Deno.test("examine() lists unknown fields separately", () => {
  assertEquals(examined(json({ ...login, os: "17", constructor: 1 })).otherFields, [
    "os",
    "constructor",
  ]);
});

Deno.test("examine() shows framing and schema id even if the body cannot be read", () => {
  const malformed = examined(frame(schemaIds.UserLogin, new Uint8Array([1])));
  assertEquals([malformed.framing, malformed.schemaId], ["Avro frame", schemaIds.UserLogin]);
  assertEquals(malformed.decoded, new Rejection("MALFORMED_AVRO"));
  assertEquals(malformed.fields, []);
  const cut = examined(new Uint8Array([0, 0]));
  assertEquals([cut.framing, cut.schemaId, cut.decoded], [
    "Avro frame",
    null,
    new Rejection("TRUNCATED_FRAME"),
  ]);
  const text = examined(utf8("hello"));
  assertEquals([text.framing, text.schemaId, text.decoded], [
    "JSON",
    null,
    new Rejection("MALFORMED_JSON"),
  ]);
});

Deno.test("examine() shows the fate that the value would have now", () => {
  assertEquals(examined(json(login)).fate, "enriched");
  assertEquals(examined(json({ ...login, device_type: "iOS" })).fate, "filtered");
  assertEquals(examined(json({ ...login, ip: "" })).fate, new Rejection("EMPTY_FIELD", "ip"));
});
