import { errorType } from "../../src/kafka/access/error_type.ts";
import type { InputValue } from "./input_value.ts";
import type { Scene } from "./scene.ts";
import { configureTopic } from "./topic_config.ts";
import { until } from "./until.ts";

const anyMs = String(2n ** 63n - 1n);

/**
 * Lets topics accept records with any Kafka timestamp, and otherwise gives them the usual settings.
 */
export async function takeAnyTime(scene: Scene, ...topics: readonly string[]): Promise<void> {
  for (const topic of topics) {
    await configureTopic(scene, topic, {
      "message.timestamp.before.max.ms": anyMs,
      "message.timestamp.after.max.ms": anyMs,
    });
  }
}

/** A broker learns a topic's settings a moment later; it does not write what it rejects meanwhile. */
export async function produceDated(scene: Scene, ...values: readonly InputValue[]): Promise<void> {
  await until("the input takes the records", async () => {
    try {
      await scene.produce(...values);
      return true;
    } catch (error) {
      if (errorType(error) === "INVALID_TIMESTAMP") return false;
      throw error;
    }
  });
}
