import { settings } from "../../src/settings/config.ts";
import type { GeneratedPart } from "./generated_part.ts";
import { type NeededAcl, type NeededAcls, neededAcls } from "./needed_acls.ts";

const flags = {
  Topic: "--topic",
  Group: "--group",
  TransactionalId: "--transactional-id",
} as const;

/** The part of docs/acl.md that is generated from the ACLs that the tests grant. */
export function aclParts(): GeneratedPart[] {
  return [{ name: "acls", markdown: neededAcls().map(section).join("\n\n") }];
}

/** The name with each setting in it replaced. */
export function namedBy(acl: NeededAcl, valueOf: (setting: string) => string): string {
  return acl.name.replace(/^[A-Z_]+/, valueOf);
}

function section({ command, acls }: NeededAcls): string {
  const lines = byResource(acls).map(line);
  return `### \`deno task ${command}\`\n\n\`\`\`sh\n${lines.join("\n")}\n\`\`\``;
}

/** One line grants all operations on one resource. */
function byResource(acls: readonly NeededAcl[]): (readonly NeededAcl[])[] {
  return [...Map.groupBy(acls, ({ resource, name }) => `${resource} ${name}`).values()];
}

function line(acls: readonly NeededAcl[]): string {
  const acl = acls[0]!;
  const operations = acls.map(({ operation }) => `--operation ${operation}`).join(" ");
  const pattern = acl.pattern === "prefixed" ? " --resource-pattern-type prefixed" : "";
  const name = namedBy(acl, (setting) => `\${${setting}:-${usualOf(setting)}}`);
  return `grant ${operations}${pattern} ${flags[acl.resource]} "${name}"`;
}

function usualOf(env: string): string {
  return Object.values(settings).find((row) => row.env === env)?.fallback ?? "";
}
