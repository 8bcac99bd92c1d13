import type { Stack } from "../src/stack/stack.ts";
import { measureFullSpeed } from "./full_speed.ts";
import { Ground } from "./ground.ts";
import { type MeasuredRates, measureRates } from "./measured_rates.ts";
import type { FullSpeedFigures, Shape } from "./model_figures.ts";
import type { Report } from "./report_line.ts";
import type { TeamSettings } from "./team.ts";
import type { Workplace } from "./workplace.ts";

/** What is measured, and how much of it. */
export interface ModelPlan {
  /** The runs at full speed; the first is also the one that warms the broker up. */
  readonly shapes: readonly Shape[];
  /** The logins of each run at full speed. */
  readonly logins: number;
  readonly rates: readonly number[];
  /** The duration of each rate. */
  readonly seconds: number;
  readonly settings: TeamSettings;
}

/** A Kafka for nothing else, a listener, and a signal that ends the measurement early. */
export interface ModelPlace {
  readonly stack: Pick<Stack, "brokers" | "registryUrl" | "kafkaPids">;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** What the model is made from. */
export interface MeasuredModel extends MeasuredRates {
  readonly fullSpeed: readonly FullSpeedFigures[];
}

const mostWarmUpLogins = 500_000;
const mostWarmSeconds = 10;
const ratePartitions = 4;

/** Measures everything that the model is made from, after a run that only warms the broker up. */
export async function measureModel(place: ModelPlace, plan: ModelPlan): Promise<MeasuredModel> {
  const { shapes, logins, settings } = plan;
  const warmSeconds = Math.min(mostWarmSeconds, plan.seconds);
  const atFullSpeed = (shape: Shape, name: string, some: number) =>
    withPartitions(
      place,
      shape.partitions,
      (workplace) => measureFullSpeed(workplace, shape, { name, logins: some, settings }),
    );
  for (const shape of shapes.slice(0, 1)) {
    place.report("[warm-up, not measured] a run at full speed");
    await atFullSpeed(shape, "model-warm-up", Math.min(logins, mostWarmUpLogins));
  }
  const rates = await withPartitions(
    place,
    ratePartitions,
    (workplace) => measureRates(workplace, { ...plan, warmSeconds }),
  );
  const fullSpeed: FullSpeedFigures[] = [];
  for (const shape of shapes) {
    const { processes, partitions } = shape;
    place.report(`[processes ${processes}, partitions ${partitions}] a run at full speed`);
    fullSpeed.push(await atFullSpeed(shape, `model-${processes}x${partitions}`, logins));
  }
  return { ...rates, fullSpeed };
}

/** Works on the same Kafka with another number of partitions for each new topic. */
async function withPartitions<T>(
  { stack, report, signal }: ModelPlace,
  partitionCount: number,
  work: (place: Workplace) => Promise<T>,
): Promise<T> {
  await using ground = await Ground.open(stack, partitionCount, report);
  return await work({ ground, brokerPids: stack.kafkaPids, report, signal });
}
