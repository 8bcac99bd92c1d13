import { projectPath } from "./project_path.ts";

/** The tool's streams, and a signal to stop it. */
export type ToolStreams = Pick<Deno.CommandOptions, "stdin" | "stdout" | "stderr" | "signal">;

/** A Kafka Java tool with the stack's jars. It logs only warnings and errors, to standard error. */
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
