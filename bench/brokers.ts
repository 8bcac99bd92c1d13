import type { Admin } from "kafkajs";
import { safeReplication } from "../src/kafka/topics.ts";
import { pause } from "./pause.ts";

const limitMs = 60_000;
const pauseMs = 100;

/** The replication factor of all topics on these brokers, with which one of three may fail. */
export function replicationOf(brokers: string): number {
  return Math.min(safeReplication, countOf(brokers));
}

/**
 * Waits until a cluster lists all of its brokers. A broker answers before it is listed, and until then
 * no topic can have a copy on it.
 */
export async function untilListed(
  admin: Pick<Admin, "describeCluster">,
  brokers: string,
): Promise<void> {
  const deadlineMs = performance.now() + limitMs;
  while ((await admin.describeCluster()).brokers.length < countOf(brokers)) {
    if (performance.now() > deadlineMs) {
      throw new Error(`the cluster does not list all ${countOf(brokers)} brokers`);
    }
    await pause(pauseMs);
  }
}

function countOf(brokers: string): number {
  return brokers.split(",").length;
}
