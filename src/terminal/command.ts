import { parseArgs } from "node:util";
import { messageOf, UsageError } from "../errors.ts";
import { fatalIn } from "../kafka/access/error_type.ts";
import type { Option } from "./option.ts";
import { say } from "./standard_error.ts";
import { tell } from "./standard_output.ts";

/** A command: its name, its help text and its options. */
export interface Command<O extends Options> {
  readonly name: string;
  readonly summary: string;
  readonly options: O;
  /** The positional argument as the help shows it; left out when the command has none. */
  readonly positional?: { readonly placeholder: string; readonly doc: string };
}

/** The options of a command by name. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** The values of a command's options by name. */
export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

const helpOption: Option<boolean> = {
  placeholder: null,
  doc: "print this help",
  fallback: false,
  parse: () => true,
};

/**
 * Runs one command and exits with its code: 0 only for success, 1 for a failure that the command
 * reports, 2 for an invalid command line. A subcommand gets the words after its own name.
 */
export async function runCommand<O extends Options>(
  command: Command<O>,
  body: (values: Values<O>, positional: string | null) => Promise<number>,
  words: readonly string[] = Deno.args,
): Promise<never> {
  try {
    const call = parseCall(command, words);
    if (call === "help") {
      tell(helpOf(command));
      Deno.exit(0);
    }
    Deno.exit(await body(call.values, call.positional));
  } catch (error) {
    Deno.exit(report(command.name, error));
  }
}

/** Parses the words of a command line. Throws UsageError when they are invalid. */
export function parseCall<O extends Options>(
  command: Command<O>,
  words: readonly string[],
): "help" | { values: Values<O>; positional: string | null } {
  const options = { ...command.options, help: helpOption };
  const parsed = parseWords(options, words);
  if (parsed.values["help"]) return "help";
  if (parsed.positionals.length > (command.positional ? 1 : 0)) {
    throw new UsageError(`unexpected argument "${parsed.positionals.at(-1)}"`);
  }
  const values = Object.entries(command.options).map(([name, option]) => [
    name,
    valueOf(name, option, parsed.values[kebab(name)]),
  ]);
  return { values: Object.fromEntries(values), positional: parsed.positionals[0] ?? null };
}

/** The help text of a command, with one option per line. */
export function helpOf<O extends Options>(command: Command<O>): string {
  const rows = Object.entries({ ...command.options, help: helpOption }).map(([name, option]) => {
    const short = option === helpOption ? "-h, " : "";
    const left = `${short}--${kebab(name)}${
      option.placeholder === null ? "" : ` ${option.placeholder}`
    }`;
    const hasNone = option.placeholder === null || option.fallback === null || option.isRepeatable;
    const defaultText = hasNone ? "" : ` (default ${option.fallback})`;
    return [left, option.doc + defaultText] as const;
  });
  if (command.positional) rows.unshift([command.positional.placeholder, command.positional.doc]);
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, doc]) => `  ${left.padEnd(width)}  ${doc}`);
  const positional = command.positional ? ` [${command.positional.placeholder}]` : "";
  return `${command.summary}\n\nUsage: deno task ${command.name} [options]${positional}\n\n${
    lines.join("\n")
  }`;
}

interface Shape {
  readonly type: "boolean" | "string";
  readonly multiple: boolean;
  readonly short?: string;
}

function parseWords(options: Options, words: readonly string[]) {
  const shapes = Object.entries(options).map(([name, option]) => [
    kebab(name),
    {
      type: option.placeholder === null ? "boolean" as const : "string" as const,
      multiple: option.isRepeatable === true,
      ...(option === helpOption && { short: "h" }),
    },
  ]);
  try {
    const shape: Record<string, Shape> = Object
      .fromEntries(shapes);
    return parseArgs({ args: [...words], options: shape, strict: true, allowPositionals: true });
  } catch (error) {
    // The rest of Node's message is advice about positional arguments.
    throw new UsageError(messageOf(error).split(". ")[0] ?? "", { cause: error });
  }
}

function valueOf(name: string, option: Option<unknown>, given: unknown): unknown {
  if (given === undefined) return option.fallback;
  try {
    return Array.isArray(given)
      ? given.flatMap((one) => option.parse(String(one)))
      : option.parse(String(given));
  } catch (error) {
    throw new UsageError(`--${kebab(name)} ${messageOf(error)}`, { cause: error });
  }
}

function report(name: string, error: unknown): number {
  const fatal = fatalIn(error);
  say(`${name}: ${messageOf(fatal ?? error)}`);
  if (error instanceof UsageError) say(`See deno task ${name} --help`);
  if (fatal !== null) say(`What to do: ${fatal.action}`);
  return error instanceof UsageError ? 2 : 1;
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
