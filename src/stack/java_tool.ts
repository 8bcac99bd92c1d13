import { projectPath } from "./project_path.ts";

/** How the caller is joined to the tool's streams, and what ends it early. */
export type ToolStreams = Pick<Deno.CommandOptions, "stdin" | "stdout" | "stderr" | "signal">;

/**
 * One of Kafka's Java programs, ready to run on the jars of the stack; warnings and errors are all
 * that it logs, on standard error.
 */
export function javaTool(
  classpath: string,
  mainClass: string,
  args: readonly string[],
  streams: ToolStreams = {},
): Deno.Command {
  const java = [
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    `-Dlog4j2.configurationFile=${projectPath("stack/log4j2.properties")}`,
    "-cp",
    classpath,
  ];
  return new Deno.Command("java", { ...streams, args: [...java, mainClass, ...args] });
}
