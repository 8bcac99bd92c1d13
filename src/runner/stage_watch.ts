import { StuckError } from "../errors.ts";
import { groupIdOf, transactionalIdOf } from "../names.ts";
import { rebalanceTimeoutMs } from "./stage_consumer.ts";
import type { StageSettings } from "./stage_settings.ts";
import { Watchdog } from "./watchdog.ts";

/** Starts a watchdog for a stage's member. `memberId` returns its current member id. */
export function watchStage<State, Change>(
  settings: StageSettings<State, Change>,
  memberId: () => string,
  giveUp: (error: Error) => void,
): Watchdog {
  const { stage, appId, inputTopic, patienceMs, notify, freshClient } = settings;
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
    probe: (partition) => freshClient.probe(member(partition)),
    leaveGroup: () => freshClient.leaveGroup(member(null)),
    giveUp: (reason) => {
      notify({ event: "stuck", stage: stage.name, reason });
      // Not a FatalError: the worker that replaces this one has new connections. It starts after a
      // pause. Otherwise it would get its partitions back before another member could take them.
      giveUp(
        new StuckError(`stage ${stage.name} is stuck: ${reason}`, rebalanceTimeoutMs(settings)),
      );
    },
  });
}
