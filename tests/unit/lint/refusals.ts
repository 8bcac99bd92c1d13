import plugin from "../../../lint/house_rules.ts";

/** Runs one house rule over a source and returns the messages of its refusals. */
export function refusals(rule: string, path: string, source: string): readonly string[] {
  return Deno.lint.runPlugin(plugin, path, source)
    .filter(({ id }) => id === `house/${rule}`)
    .map(({ message }) => message);
}
