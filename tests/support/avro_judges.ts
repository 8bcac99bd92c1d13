import { javaTool } from "../../src/stack/java_tool.ts";
import { projectPath } from "../../src/stack/project_path.ts";
import type { Schema } from "../hostile/judge/avro_reader.ts";
import type { Judge } from "./evolutions.ts";
import { pythonWith } from "./python.ts";

/** A body, its writer's schema, and the reader's schema. */
export interface ResolutionCase {
  readonly writer: Schema;
  readonly reader: Schema;
  readonly body: Uint8Array;
}

/** What a judge reads, or why it does not. */
export type Verdict =
  | { readonly fields: Readonly<Record<string, unknown>> }
  | { readonly refusal: string };

type Ask = (cases: readonly ResolutionCase[]) => Promise<readonly Verdict[]>;

/** A third-party Avro library; `missing` says why it cannot be used here. */
export type AvroJudge =
  | { readonly judge: Ask; readonly missing?: undefined }
  | { readonly judge?: undefined; readonly missing: string };

/** Java's Avro, which comes with the stack's registry, and two for Python. */
export async function avroJudges(classpath: string): Promise<Readonly<Record<Judge, AvroJudge>>> {
  const jars = classpath.replace(/kafka\/\*$/, "registry/lib/*");
  const source = projectPath("tests/support/AvroJudge.java");
  const python = await pythonWith("tests/support/avro_judges_requirements.txt");
  const inPython = (library: string): AvroJudge => {
    if ("missing" in python) return { missing: python.missing };
    const args = [projectPath("tests/support/avro_judge.py"), library];
    return { judge: asking(() => new Deno.Command(python.path, { ...streams, args })) };
  };
  return {
    java: { judge: asking(() => javaTool(jars, source, [], streams)) },
    avro: inPython("avro"),
    fastavro: inPython("fastavro"),
  };
}

const streams = { stdin: "piped", stdout: "piped", stderr: "piped" } as const;

function asking(command: () => Deno.Command): Ask {
  return async (cases) => {
    await using child = command().spawn();
    const writer = child.stdin.getWriter();
    const inBase64 = cases.map((each) => ({ ...each, body: each.body.toBase64() }));
    await writer.write(new TextEncoder().encode(JSON.stringify(inBase64)));
    await writer.close();
    const { success, stdout, stderr } = await child.output();
    const text = new TextDecoder();
    if (!success) throw new Error(text.decode(stderr));
    const verdicts: Verdict[] = text.decode(stdout).trim().split("\n")
      .map((line) => JSON.parse(line));
    if (verdicts.length !== cases.length) throw new Error("a judge did not judge each case");
    return verdicts;
  };
}
