import { assertEquals, assertStringIncludes } from "@std/assert";
import { denied, refusalOf } from "../../../../src/kafka/access/denied.ts";

Deno.test("denied() names the missing operation as kafka-acls does", () => {
  const { message, action } = denied(refusalOf(29)!, "DescribeConfigs", ["facts", "letters"]);
  assertEquals(message, "Kafka refused: no DESCRIBE_CONFIGS on Topic facts, letters");
  assertStringIncludes(action, "--operation DescribeConfigs --topic facts --topic letters;");
});

Deno.test("denied() suggests one grant for the transactional ids of all members", () => {
  const { message, action } = denied(refusalOf(53)!, "Write", ["app-enrich-~app@host:1-c0ffee~12"]);
  assertEquals(
    message,
    "Kafka refused: no WRITE on TransactionalId app-enrich-~app@host:1-c0ffee~12",
  );
  const pattern = "--resource-pattern-type prefixed --transactional-id app-enrich-;";
  assertStringIncludes(action, pattern);
});

Deno.test("only authorization errors are refusals", () => {
  assertEquals([0, 6, 29, 30, 31, 53, 88].filter((code) => refusalOf(code) !== null), [
    29,
    30,
    31,
    53,
  ]);
});
