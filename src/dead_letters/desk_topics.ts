import { FatalError } from "../errors.ts";
import type { TopicDescription } from "../kafka/topics.ts";
import type { TopicNames } from "../names.ts";
import type { Topics } from "../setup/start_checks.ts";

/** The pipeline's topics and the ledger of replays. */
export type DeskTopics = Topics & { readonly ledger: TopicDescription };

/** Refuses to replay if a topic is missing, or if the ledger is not compacted. */
export function checkDeskTopics(
  names: TopicNames & { readonly ledger: string },
  described: ReadonlyMap<string, TopicDescription>,
): DeskTopics {
  const missing = Object.values(names).filter((name) => !described.has(name));
  if (missing.length > 0) {
    throw new FatalError(
      `Cannot replay: these topics do not exist: ${missing.join(", ")}`,
      "run: deno task create-topics",
    );
  }
  const entries = Object.entries(names).map(([role, name]) => [role, described.get(name)]);
  const topics: DeskTopics = Object.fromEntries(entries);
  const { topic, cleanupPolicy } = topics.ledger;
  if (cleanupPolicy === "compact") return topics;
  throw new FatalError(
    `Cannot replay: ${topic} has cleanup.policy=${cleanupPolicy}, which would delete the record of what was replayed`,
    `kafka-configs --alter --topic ${topic} --add-config cleanup.policy=compact`,
  );
}
