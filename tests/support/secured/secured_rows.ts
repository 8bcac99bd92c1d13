import { namedBy } from "../../../tools/docs/acl_parts.ts";
import { type NeededAcl, neededAcls } from "../../../tools/docs/needed_acls.ts";
import type { Acl } from "./acl.ts";

type Environment = Readonly<Record<string, string>>;

/** A command that lacks one of its ACLs. */
export interface SecuredRow {
  readonly command: string;
  /** The settings that name what it works on. */
  readonly env: Environment;
  readonly without: Acl;
  /** All others that it needs. */
  readonly acls: readonly Acl[];
}

/** What a command needs, under the names of these settings. */
export function aclsOf(command: string, env: Environment): Acl[] {
  const found = neededAcls().find((needed) => needed.command === command);
  if (found === undefined) throw new Error(`no ACLs are known for ${command}`);
  return found.acls.map((acl) => ({ ...acl, name: named(acl, env) }));
}

/** A command without each of its ACLs in turn. */
export function rowsOf(command: string, env: Environment): SecuredRow[] {
  return aclsOf(command, env).map(({ operation }, at) => {
    // What is there is described, what is not is created.
    const isNew = command === "create-topics" && operation !== "DescribeConfigs";
    const ownEnv = isNew ? freshNames(env) : env;
    const acls = aclsOf(command, ownEnv);
    return { command, env: ownEnv, without: acls[at]!, acls: acls.filter((_, i) => i !== at) };
  });
}

/** Names of topics that nobody has created yet. */
function freshNames(env: Environment): Environment {
  const id = crypto.randomUUID().slice(0, 8);
  const names = ["INPUT_TOPIC", "OUTPUT_TOPIC", "DLQ_TOPIC", "APP_ID"];
  return { ...env, ...Object.fromEntries(names.map((name) => [name, `${env[name]}-${id}`])) };
}

/** A row for people. */
export function rowText({ command, without: { operation, resource, name } }: SecuredRow): string {
  return `${command} without ${operation} on ${resource} ${name}`;
}

/**
 * What is said of a row. Where a right includes Describe, that is what is missed first; and of
 * transactional ids the one that was asked for is named, not the beginning that they share.
 */
export function complaintOf({ without: { operation, resource, name } }: SecuredRow): RegExp {
  const what = operation.replaceAll(/(?<=[a-z])[A-Z]/g, "_$&").toUpperCase();
  return new RegExp(`Kafka refused: no (${what}|DESCRIBE) on ${resource} (.*, )?${name}`);
}

function named(acl: NeededAcl, env: Environment): string {
  return namedBy(acl, (setting) => {
    const value = env[setting];
    if (value === undefined) throw new Error(`the test sets no ${setting}`);
    return value;
  });
}
