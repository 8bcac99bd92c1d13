import { fetchOf, type Match, type Moment, ofStage } from "../../support/fault_proxy.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import type { Scene } from "../../support/scene.ts";
import { atWork, goesOn } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

type Fault = "SIGKILL" | "SIGSTOP" | "reset";

/** A request of a restore at which a process meets its fault. */
interface Cut {
  readonly where: string;
  readonly match: (scene: Scene) => Match;
  readonly moment: Moment;
  readonly faults: readonly Fault[];
}

const fetch = (scene: Scene) => fetchOf(scene.topics.counts);
const produce = (scene: Scene) => ofStage(scene, "count", apiKeys.produce);
const commit = (scene: Scene) => ofStage(scene, "count", apiKeys.endTxn);
const killOrCut = ["SIGKILL", "reset"] as const;

/** A restore first writes a marker, in a separate transaction, and then reads up to it. */
const cuts: readonly Cut[] = [
  {
    ...{ where: "while it reads the table of counts", match: fetch, moment: "after" },
    faults: ["SIGKILL", "SIGSTOP", "reset"],
  },
  { where: "before its marker is written", match: produce, moment: "before", faults: killOrCut },
  { where: "when its marker is written", match: produce, moment: "after", faults: killOrCut },
  { where: "before its marker is committed", match: commit, moment: "before", faults: killOrCut },
  { where: "when its marker is committed", match: commit, moment: "after", faults: killOrCut },
];

const what: Readonly<Record<Fault, string>> = {
  SIGKILL: "a process killed",
  SIGSTOP: "a process that stalls",
  reset: "a process cut off",
};

/** A process that dies, stalls or loses its connections during a restore. */
export const restores: readonly Scenario[] = cuts.flatMap((cut) =>
  cut.faults.map((fault) => ({
    name: `${what[fault]} ${cut.where} spoils no count`,
    family: "changelog",
    brokers: "shared",
    run: (trial) => interrupt(trial, cut, fault),
    ...(cut.match === fetch && fault === "SIGKILL" && { isShort: true }),
  }))
);

async function interrupt(
  trial: Trial,
  { where, match, moment }: Cut,
  fault: Fault,
): Promise<void> {
  const { scene } = trial;
  const former = await atWork(trial);
  await former.stop();
  const proxy = await trial.proxy();
  const caught = proxy.catch(match(scene), { moment });
  const victim = scene.start({ KAFKA_BROKERS: proxy.address });
  await caught.caught();
  await trial.hit(`${what[fault]} ${where}`);
  if (fault === "reset") caught.reset();
  else if (fault === "SIGKILL") {
    await trial.kill(victim);
    scene.start();
  } else {
    victim.kill("SIGSTOP");
    await scene.started();
    await goesOn(scene);
    victim.kill("SIGCONT");
    caught.release();
  }
  await goesOn(scene);
}
