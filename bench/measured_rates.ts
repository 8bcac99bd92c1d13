import type { Job } from "./contestant.ts";
import { cpuBetween, type CpuReading, readCpu } from "./cpu_reading.ts";
import type { IdleFigures, RateFigures } from "./model_figures.ts";
import { noProcess } from "./no_process.ts";
import type { Around } from "./read_around.ts";
import { readUnderLoad, readWithoutLoad } from "./read_under_load.ts";
import { Team, type TeamSettings } from "./team.ts";
import { thousandths } from "./rounding.ts";
import { type TransactionCounts, transactionCounts } from "./transaction_counts.ts";
import { untilOwned } from "./until_owned.ts";
import type { Workplace } from "./workplace.ts";

/** The rates, the duration of each, and the settings of the process. */
export interface RatePlan {
  readonly rates: readonly number[];
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly settings: TeamSettings;
}

/** What is measured with one process, and without it. */
export interface MeasuredRates {
  readonly idle: IdleFigures;
  /** In ascending order. */
  readonly rates: readonly RateFigures[];
}

type Alone = "brokerCoresAlone";
interface Readings<Rate, Idle> {
  readonly rates: readonly Rate[];
  readonly idle: Idle;
}

/**
 * Measures one process at each rate and then idle, and the broker under the same loads and then idle
 * without it. The highest rate comes first, so that the code is compiled when there is little to
 * measure.
 */
export async function measureRates(place: Workplace, plan: RatePlan): Promise<MeasuredRates> {
  const { ground } = place;
  const job = await ground.newJob("model-rates", "bench-model-rates-logins", false);
  const highestFirst = { ...plan, rates: plan.rates.toSorted((a, b) => b - a) };
  try {
    await ground.createInput(job.input);
    const ours = await withProcess(place, job, highestFirst);
    const alone = await withoutProcess(place, job, highestFirst);
    const rates = ours.rates.map((rate, index) => ({
      ...rate,
      brokerCoresAlone: alone.rates[index] ?? NaN,
    }));
    return {
      idle: { ...ours.idle, brokerCoresAlone: alone.idle },
      rates: rates.toSorted((a, b) => a.loginsPerSecond - b.loginsPerSecond),
    };
  } finally {
    await ground.removeJob(job);
    await ground.admin.deleteTopics({ topics: [job.input] });
  }
}

async function withProcess(
  place: Workplace,
  job: Job,
  plan: RatePlan,
): Promise<Readings<Omit<RateFigures, Alone>, Omit<IdleFigures, Alone>>> {
  await using team = new Team(1, job, plan.settings);
  await untilOwned(place, team, place.ground.partitionCount);
  const readBoth = () => Promise.all([readCpu(place, team), transactionCounts(team.port)]);
  const rates: Omit<RateFigures, Alone>[] = [];
  for (const rate of plan.rates) {
    place.report(`one process at ${rate}/s: ${plan.seconds} s`);
    const { before, after } = await readUnderLoad(place, job, { ...plan, rate }, readBoth);
    const [[cpuBefore, countsBefore], [cpuAfter, countsAfter]] = [before, after];
    const { seconds } = cpuBetween(cpuBefore, cpuAfter);
    const perSecond = (stage: keyof TransactionCounts) =>
      thousandths((countsAfter[stage] - countsBefore[stage]) / seconds);
    rates.push({
      loginsPerSecond: rate,
      ...coresOf({ before: cpuBefore, after: cpuAfter }),
      enrichTransactionsPerSecond: perSecond("enrich"),
      countTransactionsPerSecond: perSecond("count"),
    });
    await team.assertAlive();
  }
  place.report(`an idle process: ${plan.seconds} s`);
  const idle = await readWithoutLoad(place, plan.seconds, () => readCpu(place, team));
  return { rates, idle: coresOf(idle) };
}

/** The broker's cores at the same rates, and idle. */
async function withoutProcess(
  place: Workplace,
  job: Job,
  plan: RatePlan,
): Promise<Readings<number, number>> {
  const read = () => readCpu(place, noProcess);
  const rates: number[] = [];
  for (const rate of plan.rates) {
    place.report(`the load alone at ${rate}/s: ${plan.seconds} s`);
    const around = await readUnderLoad(place, job, { ...plan, rate }, read);
    rates.push(coresOf(around).brokerCores);
  }
  place.report(`an idle broker: ${plan.seconds} s`);
  const idle = await readWithoutLoad(place, plan.seconds, read);
  return { rates, idle: coresOf(idle).brokerCores };
}

function coresOf({ before, after }: Around<CpuReading>): Omit<IdleFigures, Alone> {
  const { seconds, contestant, brokers } = cpuBetween(before, after);
  return {
    cores: thousandths(contestant / seconds),
    brokerCores: thousandths(brokers / seconds),
  };
}
