// @ts-check
/** @import { PartitionStatus } from "../../contract/partition.ts" */
/** @import { Status } from "../../contract/status.ts" */
import { formatCount, formatRate, formatShare } from "./format.js";

/**
 * The state of the pipeline as a title and a sentence.
 * @typedef {object} Verdict
 * @property {"good" | "warn" | "bad"} level
 * @property {string} title
 * @property {string} detail
 */

/** What the processor reads in this time is no backlog. */
const usualBacklogSeconds = 5;
const usualBacklogRecords = 1000;
const manyRejected = 0.05;

/**
 * The verdict on a status; the worst finding wins.
 * @param {Status} status
 * @returns {Verdict}
 */
export function verdictOf(status) {
  return brokenVerdict(status) ?? busyVerdict(status) ?? calmVerdict(status);
}

/**
 * The lag of all partitions of both stages together; null if no lag is known.
 * @param {Status} status
 */
export function totalLag({ partitions }) {
  const known = partitions.flatMap(({ lag }) => lag === null ? [] : [lag]);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

/**
 * @param {Status} status
 * @returns {Verdict | null}
 */
function brokenVerdict({ health, partitions }) {
  const detail = health.reasons.join(" ");
  if (!health.alive) return { level: "bad", title: "Stopped", detail };
  if (!health.ready) return { level: "bad", title: "Not ready", detail };
  const unowned = inState(partitions, "unowned");
  if (unowned === 0) return null;
  return { level: "bad", title: "Not processed", detail: `${plural(unowned)} without an owner` };
}

/**
 * @param {Status} status
 * @returns {Verdict | null}
 */
function busyVerdict(status) {
  const { partitions, flow: { perSecond } } = status;
  const waiting = inState(partitions, "paused");
  if (waiting > 0) return warn("Paused", `${plural(waiting)} waiting for the registry`);
  const recovering = inState(partitions, "recovering") + inState(partitions, "acquiring");
  if (recovering > 0) return warn("Recovering", `${plural(recovering)} being taken over`);
  const lag = totalLag(status) ?? 0;
  if (lag > Math.max(usualBacklogRecords, perSecond.read * usualBacklogSeconds)) {
    const pace = formatRate(perSecond.read);
    return warn("Catching up", `${formatCount(lag)} records waiting, ${pace} read`);
  }
  if (perSecond.rejected > manyRejected * perSecond.read) {
    const share = formatShare(perSecond.rejected, perSecond.read);
    return warn("Many dead letters", `${share} of the records read are not valid logins`);
  }
  return null;
}

/**
 * @param {Status} status
 * @returns {Verdict}
 */
function calmVerdict(status) {
  const { read } = status.flow.perSecond;
  const lag = totalLag(status);
  const waits = lag === null
    ? "lag not known"
    : lag === 0
    ? "no lag"
    : `${formatCount(lag)} in flight`;
  if (read === 0) return { level: "good", title: "Healthy, idle", detail: `No logins, ${waits}` };
  return { level: "good", title: "Healthy", detail: `${formatRate(read)} read, ${waits}` };
}

/**
 * @param {string} title
 * @param {string} detail
 * @returns {Verdict}
 */
function warn(title, detail) {
  return { level: "warn", title, detail };
}

/**
 * @param {readonly PartitionStatus[]} partitions
 * @param {string} state
 */
function inState(partitions, state) {
  return partitions.filter((partition) => partition.state === state).length;
}

/** @param {number} partitions */
function plural(partitions) {
  return partitions === 1 ? "1 partition" : `${partitions} partitions`;
}
