import { assert, assertEquals } from "@std/assert";
import { Rejection, rejectionCodes } from "../../src/pipeline/rejection.ts";
import { choosePorts } from "../../src/stack/port.ts";
import { baseLogin, canary } from "../hostile/base_login.ts";
import { fateOf, type HostileValue, isWanted } from "../hostile/hostile_value.ts";
import type { IsolatedRun } from "../hostile/isolated.ts";
import { judge } from "../hostile/judge/judge.ts";
import type { KnownSchemas } from "../hostile/known_schemas.ts";
import { addedHeaders, type MetFate, metFates } from "../hostile/met_fates.ts";
import { realRegistry } from "../hostile/real_registry.ts";
import { sendHostileValues, type Source } from "../hostile/sent_values.ts";
import { integrationTest } from "../support/integration.ts";
import type { ProcessorProcess } from "../support/processor_process.ts";
import { root } from "../support/program.ts";

const mayRun = Deno.permissions.querySync({ name: "run" }).state === "granted";

Deno.test({
  name: "in 256 MB each hostile value takes at most 50 ms, and memory does not grow",
  ignore: !mayRun,
  fn: async () => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--allow-run=cat", flags, isolated],
    }).output();
    assertEquals(code, 0, text.decode(stderr));
    const { values, wrong, peakRssBytes }: IsolatedRun = JSON.parse(text.decode(stdout));
    assert(values >= 5_000, `${values} values`);
    assertEquals(wrong, []);
    assert(peakRssBytes < maxRssBytes, `${peakRssBytes} bytes`);
  },
});

type Sent = ReadonlyMap<Source, HostileValue>;
type Met = ReadonlyMap<Source, readonly MetFate[]>;

const flags = "--v8-flags=--max-old-space-size=256,--expose-gc";
const isolated = `${root}tests/hostile/isolated.ts`;
/** The heap's 256 MB, plus the other memory of Deno and V8. */
const maxRssBytes = 420_000_000;
const patienceMs = 600_000;
/** Above this length the judge takes too long. */
const maxJudgedBytes = 20_000;
const text = new TextDecoder();

for (const level of ["info", "debug"]) {
  integrationTest(
    `no hostile value stops the processor, each has its fate, and its log (${level}) contains none`,
    async (scene) => {
      const schemas = await realRegistry(scene.stack.registryUrl, scene.topics.input);
      const sent = await sendHostileValues(scene, schemas);
      const port = String(choosePorts({ kafkaPort: null, registryPort: null }).kafka);
      const processor = await scene.started({ LOG_LEVEL: level, HTTP_PORT: port });
      const answers = [await healthAnswers(port)];
      await scene.processed(patienceMs);
      answers.push(await healthAnswers(port));
      const met = await metFates(scene);
      checkFates(sent, met, schemas);
      checkDeadLetters(sent, met);
      assert(answers.every((answer) => !holdsCanary(answer)), "a health endpoint tells a value");
      assertEquals(await processor.stop(), 0);
      checkLog(processor);
    },
  );
}

async function healthAnswers(port: string): Promise<string> {
  const answers = ["livez", "readyz", "metrics", canary].map(async (path) => {
    const response = await fetch(`http://127.0.0.1:${port}/${path}`);
    return [...response.headers, await response.text()].join("\n");
  });
  return (await Promise.all(answers)).join("\n");
}

function checkFates(sent: Sent, met: Met, schemas: KnownSchemas): void {
  const wrong: string[] = [];
  for (const [source, { name, value, wanted }] of sent) {
    const [fate, ...others] = met.get(source) ?? [];
    const isRight = fate ? isWanted(fate.fate, wanted) : ["filtered", "tombstone"].includes(wanted);
    if (!isRight || others.length > 0) wrong.push(`${name}: ${fate?.fate} and not ${wanted}`);
    if (!fate?.login || value!.length > maxJudgedBytes) continue;
    assertEquals<unknown>(fate.login, judge(value, schemas.schemaOf), name);
  }
  assertEquals(wrong, []);
  assertEquals([...met.keys()].filter((source) => !sent.has(source)), []);
}

/** A dead letter contains the original record, and its cause headers contain nothing of it. */
function checkDeadLetters(sent: Sent, met: Met): void {
  const letters = [...met].filter(([, [fate]]) => fateOf(fate!.fate) === "deadLetter");
  assert(letters.length > 5_000, `${letters.length} dead letters`);
  for (const [source, [fate]] of letters) {
    const { name, value } = sent.get(source)!;
    const { value: kept } = fate!.letter!;
    const headers = addedHeaders(fate!.letter!);
    if (kept !== null) assertEquals(kept, new Uint8Array(value!), name);
    else assertEquals(headers.get("login-pipeline.value.size"), String(value!.length), name);
    assert(sentences.has(headers.get("__streams.errors.message")!), name);
    assert(![...headers].flat().some(holdsCanary), name);
  }
}

/** Every message that a dead letter may have. */
const sentences = new Set(rejectionCodes.flatMap((code) => [
  new Rejection(code).message,
  ...fields().map((field) => new Rejection(code, field).message),
]));

function fields() {
  return Object.keys(baseLogin) as (keyof typeof baseLogin)[];
}

function checkLog(processor: ProcessorProcess): void {
  assert(
    processor.lines.some(({ event }) => event === "rejected"),
    "the log says what was rejected",
  );
  assertEquals(processor.lines.filter((line) => holdsCanary(JSON.stringify(line))), []);
  assertEquals(complaints(processor), []);
}

/**
 * The output on stderr after the last line of the log; Deno's warning about its settings does not
 * count.
 */
function complaints(processor: ProcessorProcess): string[] {
  const tail = processor.logTail();
  return tail.slice(tail.lastIndexOf("\n  ") + 1).split("\n")
    .filter((line) => line.trim() !== "" && !line.includes("Permissions in the config file"));
}

/** Also in the forms in which programs print bytes. */
function holdsCanary(text: string): boolean {
  const bytes = new TextEncoder().encode(canary);
  const forms = [
    canary,
    bytes.toHex(),
    bytes.toBase64().slice(0, 8),
    bytes.join(),
    bytes.join(", "),
  ];
  return forms.some((form) => text.toLowerCase().includes(form.toLowerCase()));
}
