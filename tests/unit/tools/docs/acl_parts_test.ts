import { assertEquals, assertStringIncludes } from "@std/assert";
import { aclParts, namedBy } from "../../../../tools/docs/acl_parts.ts";
import { neededAcls } from "../../../../tools/docs/needed_acls.ts";

Deno.test("each command has a line for each resource, with all operations", () => {
  const [part] = aclParts();
  const line = "grant --operation Read --operation Write --operation DescribeConfigs --topic " +
    '"${OUTPUT_TOPIC:-processed-data-topic}"';
  assertStringIncludes(part!.markdown, line);
  const ids = "grant --operation Write --resource-pattern-type prefixed --transactional-id " +
    '"${APP_ID:-login-pipeline}-enrich-"';
  assertStringIncludes(part!.markdown, ids);
});

Deno.test("a name is made of the value of its setting", () => {
  const { acls } = neededAcls().find(({ command }) => command === "start")!;
  const names = new Set(acls.map((acl) => namedBy(acl, (setting) => `<${setting}>`)));
  assertEquals([...names].slice(0, 4), [
    "<INPUT_TOPIC>",
    "<OUTPUT_TOPIC>",
    "<DLQ_TOPIC>",
    "<APP_ID>-locale-deltas",
  ]);
});
