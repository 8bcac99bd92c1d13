import type { HealthReport } from "../contract/health.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Stranger } from "./cluster_view.ts";
import type { Listener } from "./listener.ts";

/** What is known of one stage in one worker. */
interface Membership {
  state: "joining" | "joined" | "rebalancing" | "restarting" | "stopped";
  detail: string;
  beatMs: number;
  /** Why a partition waits or recovers, by partition. */
  readonly held: Map<number, string>;
}

/** What the health depends on besides what stages tell. */
export interface HealthSettings {
  readonly now: () => number;
  readonly workers: number;
  /** Those that each worker runs. */
  readonly stages: readonly StageEvent["stage"][];
  /** The group lets go of a member that is silent for longer. */
  readonly sessionTimeoutMs: number;
}

const answerAgeMs = 15_000;
const deafSessions = 6;
const minDeafMs = 60_000;

/** Judges by what stages tell whether the process is alive and ready. */
export class Health implements Listener {
  readonly #settings: HealthSettings;
  readonly #memberships = new Map<string, Membership>();
  /** Why members got nowhere and left their groups, until they are given partitions anew. */
  readonly #stuck = new Map<string, string>();
  #waiting: string | null = "it has just started";
  #failure: string | null = null;
  #answeredMs = -Infinity;
  #strangers: readonly Stranger[] = [];

  /** Begins alive and not ready. */
  constructor(settings: HealthSettings) {
    this.#settings = settings;
  }

  /** Notes what the start waits for; null when it waits no more. */
  waitFor(what: string | null): void {
    this.#waiting = what;
  }

  /** Notes that the process cannot go on. */
  fail(reason: string): void {
    this.#failure = reason;
  }

  /** Notes that the brokers have just answered somebody else in this process about our groups. */
  answered(): void {
    this.#answeredMs = this.#settings.now();
  }

  /** Notes which other programs have been given partitions that we should process. */
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
    if (event.event === "assigned") known.held.clear();
    if (event.event === "stuck") this.#stuck.set(key, event.reason);
    else if (event.event === "assigned") this.#stuck.delete(key);
    if (event.event === "paused") known.held.set(event.partition, `waits: ${event.reason}`);
    else if (event.event === "recovering") {
      known.held.set(event.partition, `recovers: ${event.reason}`);
    } else if ("partition" in event && event.event !== "aborted") {
      known.held.delete(event.partition);
    }
    if (event.event === "restarting") known.detail = event.reason;
    known.state = stateAfter(event) ?? known.state;
    if (isSignOfLife(event)) known.beatMs = this.#settings.now();
  }

  /** How it is now. */
  report(): HealthReport {
    const reasons = [...this.#reasons()];
    const alive = this.#failure === null && this.#stuck.size === 0 && !this.#isDeaf();
    return { alive, ready: reasons.length === 0, reasons };
  }

  // A member that hears nothing while others do will not come back by itself. That nobody hears
  // anything is an outage, which no restart ends.
  #isDeaf(): boolean {
    const { now, sessionTimeoutMs } = this.#settings;
    if (now() - this.#answeredMs > answerAgeMs) return false;
    const patienceMs = Math.max(minDeafMs, deafSessions * sessionTimeoutMs);
    return [...this.#memberships.values()]
      .some(({ state, beatMs }) => state !== "stopped" && now() - beatMs > patienceMs);
  }

  *#reasons(): Generator<string> {
    if (this.#failure !== null) yield `It has failed: ${this.#failure}`;
    if (this.#waiting !== null) yield `It starts: ${this.#waiting}`;
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
    const { state, held, detail } = member;
    if (state !== "joined") yield sentenceOf(stage, state, detail);
    else {
      const silentMs = this.#settings.now() - member.beatMs;
      if (silentMs > this.#settings.sessionTimeoutMs) {
        const seconds = Math.round(silentMs / 1000);
        yield `Stage ${stage} has not heard from its group for ${seconds} s.`;
      }
    }
    for (const [partition, why] of held) yield `Stage ${stage}, partition ${partition} ${why}`;
  }
}

/** What a program calls itself comes from outside: as JSON it is one visible line. */
function meetingOf({ stage, groupId, topic, clientId, host, partitions }: Stranger): string {
  const many = partitions.length === 1 ? "Partition" : "Partitions";
  return `${many} ${
    partitions.join(", ")
  } of ${topic} are not processed: group ${groupId} of stage ` +
    `${stage} has given them to another program, ${JSON.stringify(clientId.slice(0, 100))} at ` +
    `${host}. Stop it, or give it a group of its own.`;
}

function newMembership(): Membership {
  return { state: "joining", detail: "", beatMs: Infinity, held: new Map() };
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
      return `Stage ${stage} waits for its group to share the partitions out.`;
    case "restarting":
      return `Stage ${stage} starts again: ${detail}`;
    case "stopped":
      return `Stage ${stage} has left its group.`;
    default:
      return `Stage ${stage} has not joined its group yet.`;
  }
}
