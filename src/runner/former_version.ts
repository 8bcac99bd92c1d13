import type { CommittedPosition } from "../kafka/position_client.ts";
import { formerIdOf, formerIdPrefix } from "../names.ts";
import type { TransactionNeeds } from "./stage_settings.ts";

/** How many requests are sent at once. */
const lanes = 50;

/**
 * Rejects all that a process of version 0.1 may still send, and returns whether there may have been any.
 *
 * Such a process commits without a generation. If it was stalled during the upgrade, its group cannot
 * reject its commit. But it uses one transactional id for each partition, and to open that id ends its
 * transaction and rejects its requests. Its memos contain no rules, so after the first commit of this
 * version nothing is left to do. It cannot join again: a group does not mix its assigner with this one.
 */
export async function fenceFormerVersion(
  { cluster, stage, appId, inputTopic, transactionTimeoutMs }: TransactionNeeds,
  positions: ReadonlyMap<number, CommittedPosition | null>,
): Promise<boolean> {
  const old = [...positions].filter(([, position]) =>
    (stage.spansIn(position?.memo ?? "") ?? []).length === 0
  );
  const ids = old.map(([partition]) => formerIdOf(appId, stage.name, inputTopic, partition));
  const known = ids.length === 0
    ? []
    : await cluster.transactions.known(formerIdPrefix(appId, stage.name, inputTopic), ids);
  for (let start = 0; start < known.length; start += lanes) {
    const some = known.slice(start, start + lanes);
    await Promise.all(some.map((id) => cluster.transactions.end(id, transactionTimeoutMs)));
  }
  return known.length > 0;
}
