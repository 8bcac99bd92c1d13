import type { HealthReport } from "../contract/health.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Stranger } from "./cluster_view.ts";
import type { Listener } from "./listener.ts";

/** The membership of one worker in the group of one stage. */
interface Membership {
  state: "joining" | "joined" | "rebalancing" | "restarting" | "stopped";
  detail: string;
  beatMs: number;
  /** Why it does not process its partitions; null when it does. */
  trouble: string | null;
  /** Why a partition is paused, by partition. */
  readonly held: Map<number, string>;
}

/** What the health depends on besides the events of stages. */
export interface HealthSettings {
  readonly now: () => number;
  readonly workers: number;
  /** The stages that each worker runs. */
  readonly stages: readonly StageEvent["stage"][];
  /** The group removes a member that sends no heartbeat for longer. */
  readonly sessionTimeoutMs: number;
}

const answerAgeMs = 15_000;
const silentSessions = 6;
const minSilentMs = 60_000;

/** Derives from the events of stages whether the process is alive and ready. */
export class Health implements Listener {
  readonly #settings: HealthSettings;
  readonly #memberships = new Map<string, Membership>();
  /** Why stuck members left their groups, until they are assigned partitions again. */
  readonly #stuck = new Map<string, string>();
  #waiting: string | null = "just started";
  #failure: string | null = null;
  #answeredMs = -Infinity;
  #strangers: readonly Stranger[] = [];

  /** Starts alive and not ready. */
  constructor(settings: HealthSettings) {
    this.#settings = settings;
  }

  /** Sets what the start is waiting for; null for nothing. */
  waitFor(what: string | null): void {
    this.#waiting = what;
  }

  /** Notes that the process cannot continue. */
  fail(reason: string): void {
    this.#failure = reason;
  }

  /** Notes that the brokers have just answered the survey, which asks about the same groups. */
  answered(): void {
    this.#answeredMs = this.#settings.now();
  }

  /** Sets the members that are not processors but were assigned partitions of ours. */
  meet(strangers: readonly Stranger[]): void {
    this.#strangers = strangers;
  }

  /** Notes that a worker is gone. */
  lose(worker: number): void {
    for (const stage of this.#settings.stages) this.#memberships.delete(`${stage}/${worker}`);
  }

  take(event: StageEvent, worker: number): void {
    const key = `${event.stage}/${worker}`;
    const known = this.#memberships.get(key) ?? newMembership();
    this.#memberships.set(key, known);
    // A take-over forgets who waited, and says nothing about it.
    if (event.event === "assigned" || event.event === "owned") known.held.clear();
    if (event.event === "stuck") this.#stuck.set(key, event.reason);
    else if (event.event === "assigned") this.#stuck.delete(key);
    if (event.event === "paused") known.held.set(event.partition, `waits: ${event.reason}`);
    else if (event.event === "resumed") known.held.delete(event.partition);
    if (event.event === "recovering") known.trouble = `recovers: ${event.reason}`;
    else if (event.event === "waiting") known.trouble = `waits: ${event.reason}`;
    else if (event.event === "owned") known.trouble = null;
    if (event.event === "restarting") known.detail = event.reason;
    known.state = stateAfter(event) ?? known.state;
    if (isSignOfLife(event)) known.beatMs = this.#settings.now();
  }

  /** The health now. */
  report(): HealthReport {
    const reasons = [...this.#reasons()];
    const alive = this.#failure === null && this.#stuck.size === 0 && !this.#isCutOff();
    return { alive, ready: reasons.length === 0, reasons };
  }

  // A member that gets no answer while the survey does will not recover by itself. If neither gets an
  // answer, it is an outage, which a restart would not end.
  #isCutOff(): boolean {
    const { now, sessionTimeoutMs } = this.#settings;
    if (now() - this.#answeredMs > answerAgeMs) return false;
    const patienceMs = Math.max(minSilentMs, silentSessions * sessionTimeoutMs);
    return [...this.#memberships.values()]
      .some(({ state, beatMs }) => state !== "stopped" && now() - beatMs > patienceMs);
  }

  *#reasons(): Generator<string> {
    if (this.#failure !== null) yield `Failed: ${this.#failure}`;
    if (this.#waiting !== null) yield `Starting: ${this.#waiting}`;
    for (const stranger of this.#strangers) {
      if (this.#settings.stages.includes(stranger.stage)) yield meetingOf(stranger);
    }
    for (let worker = 0; worker < this.#settings.workers; worker++) {
      for (const stage of this.#settings.stages) {
        const member = this.#memberships.get(`${stage}/${worker}`) ?? newMembership();
        const who = this.#settings.workers === 1 ? stage : `${stage} (worker ${worker})`;
        const stuck = this.#stuck.get(`${stage}/${worker}`);
        if (stuck !== undefined) yield `Stage ${who} was stuck and has left its group: ${stuck}`;
        yield* this.#reasonsOf(who, member);
      }
    }
  }

  *#reasonsOf(stage: string, member: Membership): Generator<string> {
    const { state, held, detail, trouble } = member;
    if (state !== "joined") yield sentenceOf(stage, state, detail);
    else {
      const silentMs = this.#settings.now() - member.beatMs;
      if (silentMs > this.#settings.sessionTimeoutMs) {
        const seconds = Math.round(silentMs / 1000);
        yield `Stage ${stage} has not heard from its group for ${seconds} s.`;
      }
    }
    if (trouble !== null) yield `Stage ${stage} ${trouble}`;
    for (const [partition, why] of held) yield `Stage ${stage}, partition ${partition} ${why}`;
  }
}

/** The client id comes from outside; as JSON it is one line of visible characters. */
function meetingOf({ stage, groupId, topic, clientId, host, partitions }: Stranger): string {
  const [which, them] = partitions.length === 1 ? ["Partition", "it"] : ["Partitions", "them"];
  return `${which} ${partitions.join(", ")} of ${topic} cannot be processed: group ${groupId} of ` +
    `stage ${stage} has assigned ${them} to another program, ` +
    `${JSON.stringify(clientId.slice(0, 100))} at ` +
    `${host}. Stop it, or give it a group of its own.`;
}

function newMembership(): Membership {
  return { state: "joining", detail: "", beatMs: Infinity, trouble: null, held: new Map() };
}

function stateAfter({ event }: StageEvent): Membership["state"] | null {
  if (event === "assigned") return "joined";
  if (event === "rebalanced") return "rebalancing";
  return event === "restarting" || event === "stopped" ? event : null;
}

function isSignOfLife({ event }: StageEvent): boolean {
  return event === "assigned" || event === "beat" || event === "committed";
}

function sentenceOf(stage: string, state: Membership["state"], detail: string): string {
  switch (state) {
    case "rebalancing":
      return `Stage ${stage} is waiting for its group to assign partitions.`;
    case "restarting":
      return `Stage ${stage} starts again: ${detail}`;
    case "stopped":
      return `Stage ${stage} has left its group.`;
    default:
      return `Stage ${stage} has not joined its group yet.`;
  }
}
