import { projectPath } from "../src/stack/project_path.ts";
import { ephemeralStack, startStack } from "../src/stack/stack.ts";
import { type Command, runCommand, type Values } from "../src/terminal/command.ts";
import { choice, flag, integer } from "../src/terminal/option.ts";
import { shutdownSignal } from "../src/terminal/shutdown.ts";
import { argumentsOf } from "./figures.ts";
import { fullSpeedShapes } from "./full_speed_shapes.ts";
import { currentCommit, thisMachine, versionsHere } from "./machine.ts";
import { type MeasuredModel, measureModel } from "./measured_model.ts";
import type { ModelFigures } from "./model_figures.ts";
import { printModel } from "./print_model.ts";
import { progressReport } from "./report_line.ts";
import { wholeNumbers } from "./whole_numbers.ts";

const options = {
  count: integer("N", "number of logins of each run at full speed", 2_000_000, { min: 1000 }),
  processes: wholeNumbers("numbers of processes, with the fewest partitions", [1, 2, 4]),
  partitions: wholeNumbers("numbers of partitions, with the fewest processes", [10, 100, 1_000]),
  rates: wholeNumbers("logins per second of one process", [20, 1_000, 5_000]),
  seconds: integer("N", "duration of each rate", 15, { min: 1 }),
  protocol: choice(
    ["first", "second"],
    "transaction protocol; the program uses the first on several brokers",
    "first",
  ),
  record: flag("write the figures to bench/model.json, for docs/scale.md"),
} as const;

const command: Command<typeof options> = {
  name: "bench:model",
  summary: "Measures what a login and a transaction cost us and the broker, on a Kafka of its " +
    "own, and plans clusters from that. It needs Linux, and a machine that does nothing else.",
  options,
};

const recording = projectPath("bench/model.json");

async function run(values: Values<typeof options>): Promise<number> {
  const shapes = fullSpeedShapes(values.processes, values.partitions);
  const signal = shutdownSignal();
  const report = progressReport((line) => console.error(line), () => performance.now());
  const stack = await startStack({ ...ephemeralStack, signal, report });
  try {
    const { count: logins, rates, seconds, protocol } = values;
    const plan = { shapes, logins, rates, seconds, settings: { protocol } };
    const figures = await figuresOf(await measureModel({ stack, report, signal }, plan));
    printModel(figures);
    if (values.record) {
      await Deno.writeTextFile(recording, `${JSON.stringify(figures, null, 2)}\n`);
    }
    return 0;
  } finally {
    report("stopping Kafka and the schema registry");
    await stack.stop();
  }
}

/** The measurement, with what one needs to judge it. */
async function figuresOf(measured: MeasuredModel): Promise<ModelFigures> {
  const { Go: _go, Python: _python, ...versions } = await versionsHere();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: await currentCommit(),
    arguments: argumentsOf(Deno.args),
    machine: await thisMachine(),
    versions,
    ...measured,
  };
}

if (import.meta.main) await runCommand(command, run);
