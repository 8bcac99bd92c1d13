import { assertEquals, assertStringIncludes } from "@std/assert";
import { aclParts, namedBy } from "../../../../tools/docs/acl_parts.ts";
import { neededAcls } from "../../../../tools/docs/needed_acls.ts";

Deno.test("aclParts() has a line for each resource of a command, with all its operations", () => {
  const [part] = aclParts();
  const line = "grant --operation Read --operation Write --operation DescribeConfigs --topic " +
    '"${OUTPUT_TOPIC:-processed-data-topic}"';
  assertStringIncludes(part!.markdown, line);
  const ids = "grant --operation Write --resource-pattern-type prefixed --transactional-id " +
    '"${APP_ID:-login-pipeline}-enrich-"';
  assertStringIncludes(part!.markdown, ids);
});

Deno.test("namedBy() puts the value of a setting into the name", () => {
  const { acls } = neededAcls().find(({ command }) => command === "start")!;
  const names = new Set(acls.map((acl) => namedBy(acl, (setting) => `<${setting}>`)));
  assertEquals([...names].slice(0, 4), [
    "<INPUT_TOPIC>",
    "<OUTPUT_TOPIC>",
    "<DLQ_TOPIC>",
    "<APP_ID>-locale-deltas",
  ]);
});
