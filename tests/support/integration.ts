import type { Scene, SceneOptions } from "./scene.ts";

/** The stack that the tests may use up: never a Kafka that others work with. */
export interface StackAddress {
  readonly brokers: string;
  readonly registryUrl: string;
  /** The jars of Kafka's console tools. */
  readonly classpath: string;
}

/**
 * A test on a real Kafka and a real registry, with its own topics and application id. Without the
 * stack of `deno task test` it is ignored, and its title says so.
 *
 * The scene is imported inside the test, because kafkajs reads the environment while it loads, and a
 * bare `deno test` has no permission for that.
 */
export function integrationTest(
  title: string,
  body: (scene: Scene) => Promise<void>,
  options: SceneOptions = {},
): void {
  stackTest(title, async (stack) => {
    const { openScene } = await import("./scene.ts");
    await using scene = await openScene(stack, options);
    try {
      await body(scene);
    } catch (error) {
      console.error(scene.logTails());
      throw error;
    }
  });
}

/** A test that starts its own brokers or scene. Without the stack it is ignored as well. */
export function stackTest(
  title: string,
  body: (stack: StackAddress, test: Deno.TestContext) => Promise<void>,
): void {
  const stack = stackAddress();
  Deno.test({
    name: stack === null ? `${title} (needs a stack: deno task test)` : title,
    ignore: stack === null,
    // Connections and timers of kafkajs end a moment after its disconnect.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async (test) => await body(stack!, test),
  });
}

/** The stack that `deno task test` passes to its tests; null without one. */
export function stackAddress(): StackAddress | null {
  const brokers = environment("KAFKA_BROKERS");
  const registryUrl = environment("SCHEMA_REGISTRY_URL");
  const classpath = environment("STACK_CLASSPATH");
  return brokers && registryUrl && classpath ? { brokers, registryUrl, classpath } : null;
}

function environment(variable: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) : undefined;
}
