import type { Consumer } from "kafkajs";
import { groupIdOf } from "../names.ts";
import { atMostEvery } from "./at_most_every.ts";
import type { StageSettings } from "./stage_settings.ts";
import type { Watchdog } from "./watchdog.ts";

/** Callbacks for the events of a stage's consumer. */
export interface ConsumerListener {
  readonly joined: (partitions: readonly number[], memberId: string) => void;
  readonly crashed: (error: Error, willRestart: boolean) => void;
}

const heartbeatEventMs = 1_000;

/** Forwards the events of a stage's consumer to the watchdog, the listener, the log and the trace. */
export function listenTo<State, Change>(
  consumer: Consumer,
  { stage, inputTopic, notify, tracing, appId }: StageSettings<State, Change>,
  watchdog: Watchdog,
  { joined, crashed }: ConsumerListener,
): void {
  const groupId = groupIdOf(appId, stage.name);
  const { GROUP_JOIN, REBALANCING, CRASH, FETCH, HEARTBEAT } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload: { memberAssignment, memberId } }) => {
    const partitions = memberAssignment[inputTopic] ?? [];
    watchdog.hold(partitions);
    joined(partitions, memberId);
  });
  consumer.on(FETCH, ({ payload }) => {
    watchdog.fetched();
    notify({ event: "fetched", stage: stage.name, ms: payload.duration });
    tracing?.poll({ topic: inputTopic, groupId, ms: payload.duration });
  });
  consumer.on(
    HEARTBEAT,
    atMostEvery(heartbeatEventMs, () => notify({ event: "beat", stage: stage.name })),
  );
  consumer.on(REBALANCING, () => {
    watchdog.hold([]);
    notify({ event: "rebalanced", stage: stage.name });
  });
  consumer.on(CRASH, ({ payload }) => {
    watchdog.hold([]);
    crashed(payload.error, payload.restart);
  });
}
