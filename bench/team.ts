import { freePort } from "../src/stack/port.ts";
import { connectionsOf } from "./connections.ts";
import type { Job } from "./contestant.ts";
import { ourCommand, type OurSettings } from "./our_contestants.ts";
import { allOwnedMs, ownedIn } from "./owned_partitions.ts";
import type { Usage } from "./process_usage.ts";
import { StartedContestant } from "./started_contestant.ts";

/** The settings of every member. */
export type TeamSettings = Pick<OurSettings, "protocol">;

/** Several processes of ours, with one worker each, that share a job. */
export class Team implements AsyncDisposable {
  /** When the first of them was started, in milliseconds since 1970. */
  readonly startedMs: number = Date.now();
  /** The port of the first one's page. */
  readonly port: number;
  /** None exits by itself. */
  readonly hasFinished = false;
  readonly #members: readonly StartedContestant[];

  /** Starts all at once. */
  constructor(size: number, job: Job, settings: TeamSettings) {
    const ports = Array.from({ length: size }, freePort);
    this.port = ports[0] ?? 0;
    this.#members = ports.map((httpPort, index) => {
      const command = (job: Job) =>
        ourCommand(job, { ...settings, workers: 1, isCounting: true, httpPort });
      const title = `login-pipeline, process ${index + 1}`;
      return new StartedContestant({ title, command }, job, `${job.id}-${index + 1}`);
    });
  }

  /** The log of the first one, which is beside those of the others. */
  get log(): string {
    return this.#members[0]?.log ?? "";
  }

  /** Throws if one has failed. */
  async assertAlive(): Promise<void> {
    for (const member of this.#members) await member.assertAlive();
  }

  /** The CPU time of all, and the largest peak memory of one. */
  async usage(): Promise<Usage> {
    const usages = await Promise.all(this.#members.map((member) => member.usage()));
    return {
      cpuSeconds: usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      peakMegabytes: Math.max(...usages.map(({ peakMegabytes }) => peakMegabytes)),
    };
  }

  /** The most TCP connections of one. */
  async connections(): Promise<number> {
    return Math.max(...await Promise.all(this.#members.map(({ pid }) => connectionsOf(pid))));
  }

  /** When they owned all partitions of both stages, in milliseconds since 1970; null before. */
  async ownedMs(partitionCount: number): Promise<number | null> {
    const logs = await Promise.all(this.#members.map(({ log }) => logSoFar(log)));
    return allOwnedMs(logs.map(ownedIn), partitionCount);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#members.map((member) => member[Symbol.asyncDispose]()));
  }
}

/** Empty before the process has written anything. */
async function logSoFar(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
