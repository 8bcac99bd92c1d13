import { FatalError } from "../errors.ts";

const oldestJava = 17;

/** Throws a FatalError unless `java` is on the PATH and new enough for Kafka and the registry. */
export async function checkJava(): Promise<void> {
  const version = javaVersion(await versionText());
  if (version === null || version < oldestJava) {
    throw new FatalError(
      `the local stack needs Java ${oldestJava} or newer, but java is ${version ?? "unknown"}`,
      `put a Java ${oldestJava} or newer first on the PATH (java -version shows which is first)`,
    );
  }
}

/** The feature release in the output of `java -version` ("1.8.0_292" is 8); null if there is none. */
export function javaVersion(text: string): number | null {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match ? Number(match[1]) : null;
}

async function versionText(): Promise<string> {
  try {
    const { stderr } = await new Deno.Command("java", { args: ["-version"], stdout: "null" })
      .output();
    return new TextDecoder().decode(stderr);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new FatalError(
      "the local stack needs Java, but there is no java on the PATH",
      `install Java ${oldestJava} or newer, for example Debian's openjdk-17-jre-headless`,
      { cause: error },
    );
  }
}
