import { namedBy } from "../../../tools/docs/acl_parts.ts";
import { type NeededAcl, neededAcls } from "../../../tools/docs/needed_acls.ts";
import type { Acl } from "./acl.ts";

type Environment = Readonly<Record<string, string>>;

/** A command that lacks one of its ACLs. */
export interface SecuredRow {
  readonly command: string;
  /** The settings that name its resources. */
  readonly env: Environment;
  readonly without: Acl;
  /** All others that it needs. */
  readonly acls: readonly Acl[];
}

/** The ACLs that a command needs, with the names from these settings. */
export function aclsOf(command: string, env: Environment): Acl[] {
  const found = neededAcls().find((needed) => needed.command === command);
  if (found === undefined) throw new Error(`no ACLs are known for ${command}`);
  return found.acls.map((acl) => ({ ...acl, name: named(acl, env) }));
}

/** A command without each of its ACLs in turn. */
export function rowsOf(command: string, env: Environment): SecuredRow[] {
  return aclsOf(command, env).map(({ operation }, at) => {
    // Existing topics are described, missing ones are created.
    const isNew = command === "create-topics" && operation !== "DescribeConfigs";
    const ownEnv = isNew ? freshNames(env) : env;
    const acls = aclsOf(command, ownEnv);
    return { command, env: ownEnv, without: acls[at]!, acls: acls.filter((_, i) => i !== at) };
  });
}

/** Names of topics that do not exist yet. */
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
 * The expected error of a row. If an operation includes Describe, Kafka misses Describe first. An
 * error about transactional ids names the requested one, not their common prefix.
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
