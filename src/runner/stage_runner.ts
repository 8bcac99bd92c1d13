import { messageOf, RegistryUnavailableError, StuckError, TaskLostError } from "../errors.ts";
import { denialIn } from "../kafka/access/denied.ts";
import { errorType } from "../kafka/access/error_type.ts";
import { within } from "../kafka/deadline.ts";
import { GroupClient } from "../kafka/group_client.ts";
import type { TransactionProtocol } from "../kafka/transaction_protocol.ts";
import { groupIdOf } from "../names.ts";
import { chooseProtocol } from "./choose_protocol.ts";
import { Doorbell } from "./doorbell.ts";
import { joinGroup } from "./join.ts";
import type { Member } from "./member.ts";
import { settleOutputs } from "./missing_markers.ts";
import { own } from "./own.ts";
import type { PartitionTask, StateAt } from "./partition_task.ts";
import { processAll } from "./process_all.ts";
import { asFatal, recoveryOf } from "./recovery.ts";
import type { Session } from "./session.ts";
import { StageConnections } from "./stage_connections.ts";
import type { StageSettings } from "./stage_settings.ts";
import { rebalanceTimeoutMs, watchStage } from "./stage_watch.ts";
import type { Watchdog } from "./watchdog.ts";
import { Writers } from "./writers.ts";

const reacquirePauseMs = 200;
const waitPauseMs = 2_000;
const drainTimeoutMs = 8_000;

/**
 * Runs one stage as a member of its consumer group: it joins, takes over the partitions that the group
 * assigns to it, and processes them, one transaction after the other, until the group moves on.
 */
export class StageRunner<State, Change> {
  readonly #settings: StageSettings<State, Change>;
  readonly #connections: StageConnections;
  readonly #group: GroupClient;
  readonly #writers: Writers;
  readonly #watchdog: Watchdog;
  readonly #bell = new Doorbell();
  readonly #failed = Promise.withResolvers<never>();
  readonly #joined = Promise.withResolvers<void>();
  /** By partition, the offset up to which commits have succeeded. */
  readonly #reached = new Map<number, number>();
  /** The tasks of the current generation, or of the former one while there is none. */
  #tasks: ReadonlyMap<number, PartitionTask<State>> = new Map();
  #running: Promise<void> = Promise.resolve();
  #protocolText = "";
  #isStopping = false;

  private constructor(
    settings: StageSettings<State, Change>,
    connections: StageConnections,
    group: GroupClient,
  ) {
    this.#settings = settings;
    this.#connections = connections;
    this.#group = group;
    this.#writers = new Writers(settings);
    // Callers await these; here they must not be unhandled.
    this.#failed.promise.catch(() => {});
    this.#joined.promise.catch(() => {});
    const current = () => ({
      memberId: group.memberId ?? "",
      transactionalId: [...this.#writers.ids][0] ?? null,
    });
    this.#watchdog = watchStage(settings, current, this.#failed.reject);
  }

  /** Joins the group and processes until stopped. Rejects when the group cannot be joined. */
  static async start<State, Change>(
    settings: StageSettings<State, Change>,
  ): Promise<StageRunner<State, Change>> {
    const { kafka, appId, stage, inputTopic } = settings;
    const connections = await StageConnections.open(kafka);
    const group = await GroupClient.create({
      cluster: connections.reading,
      groupId: groupIdOf(appId, stage.name),
      topic: inputTopic,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      rebalanceTimeoutMs: rebalanceTimeoutMs(settings),
      logCreator: kafka.logCreator,
    }).catch(async (error) => {
      await connections.close();
      throw error;
    });
    const runner = new StageRunner(settings, connections, group);
    runner.#running = runner.#run().catch((error) => runner.#fail(error));
    try {
      await runner.#joined.promise;
    } catch (error) {
      await runner.stop().catch(() => {});
      throw error;
    }
    return runner;
  }

  /** Rejects when this stage cannot continue. */
  get failure(): Promise<never> {
    return this.#failed.promise;
  }

  /** Finishes the open transactions, leaves the group and closes all connections. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#watchdog.stop();
    this.#bell.ring();
    try {
      // A rebalance can block a joining member for longer than a shutdown may take. It has no
      // transaction open, and the group notices by itself that it has left.
      await within(drainTimeoutMs, "finishing the transactions", this.#running).catch(() => {});
      await within(drainTimeoutMs, "leaving the group", this.#group.leave()).catch(() => {});
    } finally {
      await this.#connections.close();
    }
    this.#settings.notify({ event: "stopped", stage: this.#settings.stage.name });
  }

  #fail(error: unknown): void {
    const { appId, stage } = this.#settings;
    const reason = error instanceof StuckError
      ? error
      : asFatal(error, `group ${groupIdOf(appId, stage.name)}`);
    this.#failed.reject(reason);
    this.#joined.reject(reason);
  }

  async #run(): Promise<void> {
    try {
      while (!this.#isStopping) await this.#runGeneration();
    } finally {
      await this.#writers.close();
    }
  }

  /** Joins, and works until the group moves on. */
  async #runGeneration(): Promise<void> {
    const member = await this.#join();
    if (member === null) return;
    this.#watchdog.hold(member.membership.partitions.length > 0);
    this.#joined.resolve();
    try {
      while (!this.#isStopping && !member.isLost) await this.#work(member);
    } finally {
      member.stop();
      this.#watchdog.hold(false);
    }
  }

  /** Joins the group; null when that has to be tried again. */
  async #join(): Promise<Member | null> {
    const { reading } = this.#connections;
    try {
      return await joinGroup(this.#settings, this.#group, reading, () => this.#bell.ring());
    } catch (error) {
      if (this.#isStopping) return null;
      if (recoveryOf(error) === "stop") throw error;
      const { stage, notify } = this.#settings;
      notify({ event: "restarting", stage: stage.name, reason: messageOf(error) });
      await pause(waitPauseMs);
      return null;
    }
  }

  /** Takes the partitions over and processes them; returns when the member is lost or stops. */
  async #work(member: Member): Promise<void> {
    try {
      const session = await this.#session(member);
      this.#tasks = await this.#own(session);
      await processAll(this.#settings, {
        ...{ session, tasks: this.#tasks, bell: this.#bell },
        cluster: this.#connections.reading,
        isOver: () => this.#isStopping || member.isLost,
        onCommitted: ({ partition, position }) => {
          this.#watchdog.settle();
          member.work();
          this.#reached.set(partition, position);
        },
      });
    } catch (error) {
      this.#watchdog.end();
      // All writers are in doubt, and with them every state that is ahead of its commit.
      await this.#writers.close();
      if (!this.#isStopping) await this.#recover(error, member);
    }
  }

  async #session(member: Member): Promise<Session<State>> {
    const writing = await this.#connections.writing();
    const { protocol, text } = await chooseProtocol(this.#settings, writing);
    this.#tellProtocol(protocol.name, text);
    const kept: ReadonlyMap<number, StateAt<State>> = this.#tasks;
    const reached = this.#reached;
    return {
      ...{ member, protocol, writing, kept, reached },
      writers: this.#writers,
      watchdog: this.#watchdog,
    };
  }

  #tellProtocol(protocol: TransactionProtocol["name"], reason: string): void {
    if (reason === this.#protocolText) return;
    this.#protocolText = reason;
    const { notify, stage } = this.#settings;
    notify({ event: "connected", stage: stage.name, protocol, reason });
  }

  async #own(session: Session<State>): Promise<ReadonlyMap<number, PartitionTask<State>>> {
    const { stage, notify } = this.#settings;
    const startedMs = performance.now();
    this.#watchdog.begin();
    const tasks = await own(this.#settings, session);
    this.#watchdog.end();
    const { changelog } = stage;
    const partitions = [...tasks.values()].map(({ partition, position, state }) => ({
      partition,
      offset: position,
      keys: changelog === null ? null : changelog.size(state),
    }));
    const ms = Math.round(performance.now() - startedMs);
    notify({ event: "owned", stage: stage.name, partitions, ms });
    if (session.member.membership.isLeader) {
      settleOutputs(this.#settings, session).catch((error) => {
        const denial = denialIn(error);
        if (denial !== null) return this.#fail(denial);
        const reason = `cannot look for missing end markers: ${messageOf(error)}`;
        if (!session.member.isLost) notify({ event: "swept", stage: stage.name, reason });
      });
    }
    return tasks;
  }

  async #recover(error: unknown, member: Member): Promise<void> {
    const { stage, notify, takenTimes } = this.#settings;
    takenTimes.learn(error);
    if (member.isLost && error instanceof TaskLostError) return; // a rebalance during a take-over
    const recovery = member.isLost ? "rejoin" : recoveryOf(error);
    notify({ event: "aborted", stage: stage.name });
    // An error code from a broker is not a sign of a stuck member.
    if (errorType(error) !== null) this.#watchdog.settle();
    else this.#connections.dropWriting();
    if (recovery === "stop") throw error;
    notify({ event: "recovering", stage: stage.name, recovery, reason: messageOf(error) });
    if (recovery === "rejoin") member.giveUp();
    else await pause(error instanceof RegistryUnavailableError ? waitPauseMs : reacquirePauseMs);
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
