/** What command lines may name: tasks with the options of each, and settings. */
export interface Vocabulary {
  /** The options by task, without their dashes. */
  readonly tasks: ReadonlyMap<string, ReadonlySet<string>>;
  readonly settings: ReadonlySet<string>;
}

const block = /^```(\w*)\n([^]*?)^```/gm;
const inlineCode = /`([^`]+)`/g;
const taskCall = /\bdeno task ([\w:-]+)([^|;&]*)/g;
const optionName = /(?<=\s)--([a-z][\w-]*)/g;
const assignment = /(?<![^\s`])([A-Z][A-Z_]+)=/g;
const optionTable = /^(?:export )?const (?:options|filters) = \{([^]*?)\}(?: as const)?;$/gm;
const optionRow = /(?:^ {2}|\{ |, )(\w+): \w+(?:<[^>]*>)?\(/gm;
// Variables of Deno, the C library and Docker Compose, which are not settings of ours.
const foreignVariable = /^(?:OTEL_EXPORTER_|MALLOC_|ON_CALL$)/;

/** The options that the source of a command declares, as written on a command line. */
export function optionsIn(source: string): string[] {
  const rows = [...source.matchAll(optionTable)].flatMap(([, table = ""]) => [
    ...table.matchAll(optionRow),
  ]);
  return rows.map(([, name = ""]) => name.replaceAll(/[A-Z]/g, (one) => `-${one.toLowerCase()}`));
}

/**
 * The tasks, options and settings that the command lines of a document name, but that do not exist.
 */
export function unknownWords(markdown: string, { tasks, settings }: Vocabulary): string[] {
  return commandLines(markdown).flatMap((line) => {
    const variables = [...line.matchAll(assignment)].map(([, name = ""]) => name)
      .filter((name) => !settings.has(name) && !foreignVariable.test(name))
      .map((name) => `the setting ${name}`);
    const calls = [...line.matchAll(taskCall)].flatMap(([, task = "", words = ""]) => {
      const options = tasks.get(task);
      if (options === undefined) return [`the task ${task}`];
      return [...words.matchAll(optionName)].map(([, name = ""]) => name)
        .filter((name) => name !== "help" && !options.has(name))
        .map((name) => `the option --${name} of ${task}`);
    });
    return [...variables, ...calls];
  });
}

/** The lines of shell blocks without their comments, and everything else marked as code. */
function commandLines(markdown: string): string[] {
  const shell = [...markdown.matchAll(block)].filter(([, language]) => language === "sh")
    .flatMap(([, , text = ""]) => text.replaceAll(/(?:^|\s)# .*$/gm, "").split("\n"));
  const prose = markdown.replaceAll(block, "");
  return [...shell, ...[...prose.matchAll(inlineCode)].map(([, text = ""]) => text)];
}
