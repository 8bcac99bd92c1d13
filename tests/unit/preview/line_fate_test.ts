import { assertEquals } from "@std/assert";
import { lineJudge } from "../../../src/preview/line_fate.ts";
import { avroFrame } from "../../support/avro_frame.ts";
import { json, login, utf8 } from "../../support/logins.ts";

Deno.test("the fate of an enriched line shows the record that consumers would read", () => {
  const judge = lineJudge(1000);
  judge(json(login));
  assertEquals(judge(json(login)), {
    line: 2,
    fate: "enriched",
    record: {
      ...login,
      timestamp: 1720576825000,
      login_time: "2024-07-10 02:00:25",
      source_partition: 0,
      source_offset: 1,
    },
  });
});

Deno.test("the fate of a line from another device is filtered", () => {
  assertEquals(lineJudge(1000)(json({ ...login, device_type: "iOS" })), {
    line: 1,
    fate: "filtered",
  });
});

Deno.test("the fate of a dead letter shows its line, code, field and message", () => {
  assertEquals(lineJudge(1000)(json({ ...login, ip: "" })), {
    line: 1,
    fate: "dead letter",
    code: "EMPTY_FIELD",
    field: "ip",
    message: "ip: is empty",
  });
});

Deno.test("an empty line, one that is too long, and a frame that needs a registry have a fate", () => {
  const judge = lineJudge(10);
  const codes = [utf8(""), utf8("x".repeat(11)), avroFrame(login).subarray(0, 9), utf8("\0")]
    .map(judge).map((fate) => fate.fate === "dead letter" && `${fate.line} ${fate.code}`);
  assertEquals(codes, [
    ...["1 EMPTY_VALUE", "2 VALUE_TOO_LARGE", "3 UNKNOWN_SCHEMA", "4 TRUNCATED_FRAME"],
  ]);
});
