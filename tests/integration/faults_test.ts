import { stackAddress } from "../support/integration.ts";

const title = "faults at every step lose and repeat no record";
const seed = 1;
const lanes = 4;
/** Longer than the session of the processors in the tests. */
const stallMs = 9_000;
const stack = stackAddress();

Deno.test({
  name: stack === null ? `${title} (needs a stack: deno task test)` : title,
  ignore: stack === null,
  // Several steps run at once, and connections of kafkajs end a moment after its disconnect.
  sanitizeOps: false,
  sanitizeResources: false,
  sanitizeExit: false,
  fn: async (test) => {
    const { catalogue } = await import("../faults/catalogue.ts");
    const { runInLanes } = await import("../faults/lanes.ts");
    const { runScenario } = await import("../faults/run_scenario.ts");
    const { TopicReader } = await import("../support/topic_reader.ts");
    await using reader = new TopicReader(stack!);
    const ground = { stack: stack!, reader, cluster: null };
    const short = catalogue.filter(({ isShort }) => isShort === true);
    const own = short.filter(({ brokers }) => brokers !== "shared");
    const shared = short.filter(({ brokers }) => brokers === "shared");
    await runInLanes(own, shared, lanes, async (scenario) => {
      await test.step({
        name: `${scenario.family}: ${scenario.name}`,
        sanitizeOps: false,
        sanitizeResources: false,
        sanitizeExit: false,
        fn: async () => {
          const { failure } = await runScenario(scenario, ground, { seed, stallMs });
          if (failure !== null) throw new Error(failure);
        },
      });
    });
  },
});
