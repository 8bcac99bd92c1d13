import { messageOf } from "../errors.ts";
import { denialIn } from "../kafka/access/denied.ts";
import { groupIdOf, memberOfWriter, writerIdPrefix } from "../names.ts";
import type { Session } from "./session.ts";
import type { TransactionNeeds } from "./stage_settings.ts";

/** What decides whether the owner of a transactional id lives. */
export type Living = Pick<Session<unknown>, "member" | "writers">;

/**
 * Ends the transactions that dead members of the group, and former writers of this one, have left open.
 *
 * Until they end, the next owner of their partitions waits, and so do all readers of their outputs. The
 * coordinator would end them, but only after the transaction timeout and up to ten seconds more. Nothing
 * depends on this for correctness, so its errors only cost time.
 *
 * The ids are listed before the members. A member that opens a transaction has joined before, so the owner
 * of a listed id is dead, or it is in the later list of members.
 */
export async function sweep(
  settings: TransactionNeeds,
  living: Living,
): Promise<void> {
  const { cluster, appId, stage, transactionTimeoutMs, notify } = settings;
  try {
    const prefix = writerIdPrefix(appId, stage.name);
    const open = await cluster.transactions.list(prefix, ["Ongoing"]);
    if (open.length === 0) return;
    const isLeft = await leftBehind(settings, living);
    for (const { transactionalId } of open.filter((each) => isLeft(each.transactionalId))) {
      const reason = `ends the transaction that ${transactionalId} left open`;
      notify({ event: "swept", stage: stage.name, reason });
      await cluster.transactions.end(transactionalId, transactionTimeoutMs);
    }
  } catch (error) {
    const denial = denialIn(error);
    if (denial !== null) throw denial;
    const reason = `cannot end the transactions of dead processes: ${messageOf(error)}`;
    notify({ event: "swept", stage: stage.name, reason });
  }
}

/** A predicate for the transactional ids that no living writer uses. */
export async function leftBehind(
  { cluster, appId, stage }: TransactionNeeds,
  { member, writers }: Living,
): Promise<(transactionalId: string) => boolean> {
  const members = await cluster.members(groupIdOf(appId, stage.name));
  const living = new Set(members.map(({ memberId }) => memberId));
  const prefix = writerIdPrefix(appId, stage.name);
  const { memberId } = member.membership;
  return (transactionalId) => {
    if (writers.ids.has(transactionalId)) return false;
    const owner = memberOfWriter(transactionalId, prefix);
    return owner === memberId || !living.has(owner);
  };
}
