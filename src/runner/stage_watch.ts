import { StuckError } from "../errors.ts";
import { groupIdOf, transactionalIdOf } from "../names.ts";
import { rebalanceTimeoutMs } from "./stage_consumer.ts";
import type { StageSettings } from "./stage_settings.ts";
import { Watchdog } from "./watchdog.ts";

/** Watches a stage's member, which the group calls as `memberId` says, from now on. */
export function watchStage<State, Change>(
  settings: StageSettings<State, Change>,
  memberId: () => string,
  giveUp: (error: Error) => void,
): Watchdog {
  const { stage, appId, inputTopic, patienceMs, notify, advocate } = settings;
  const member = (partition: number | null) => ({
    groupId: groupIdOf(appId, stage.name),
    memberId: memberId(),
    topic: inputTopic,
    transactionalId: partition === null
      ? null
      : transactionalIdOf(appId, stage.name, inputTopic, partition),
  });
  return new Watchdog({
    patienceMs,
    ask: (partition) => advocate.ask(member(partition)),
    leave: () => advocate.leave(member(null)),
    giveUp: (reason) => {
      notify({ event: "stuck", stage: stage.name, reason });
      // No FatalError: a worker that takes this one's place has connections of its own.
      // At once, it would be given its partitions back before anybody else had them.
      giveUp(
        new StuckError(`stage ${stage.name} is stuck: ${reason}`, rebalanceTimeoutMs(settings)),
      );
    },
  });
}
