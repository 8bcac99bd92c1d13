// @ts-check
/** @import { PartitionStatus } from "../../contract/partition.ts" */
/** @import { Status } from "../../contract/status.ts" */
/** @import { Model } from "./model.js" */
import { byId, fillRows, make, makeRow, setAttribute, setCells, setText } from "./elements.js";
import { formatAge, formatCount, unknown } from "./format.js";

/** @type {Readonly<Record<string, string>>} */
const levels = {
  running: "good",
  elsewhere: "good",
  acquiring: "warn",
  recovering: "warn",
  paused: "warn",
  unowned: "bad",
};

/**
 * One row for each partition of both stages.
 * @param {Model} model
 */
export function showPartitions({ status }) {
  const { partitions } = status;
  const nowMs = Date.parse(status.service.now);
  const most = partitions.reduce((lag, partition) => Math.max(lag, partition.lag ?? 0), 1);
  fillRows(byId("partitions"), partitions, {
    key: ({ topic, partition }) => `${topic}/${partition}`,
    create: createRow,
    update: (row, partition) => updateRow(row, partition, nowMs, most),
  });
  setText(byId("partitions-total"), ownersOf(status));
}

function createRow() {
  const number = "number";
  const classes = ["", "head mono", "state", "number lag", number, number, number, "owner", number];
  const row = makeRow(...classes);
  row.cells[1]?.append(make("span", "topic-name"), make("span", ""));
  return row;
}

/**
 * @param {HTMLTableRowElement} row
 * @param {PartitionStatus} partition
 * @param {number} nowMs
 * @param {number} most
 */
function updateRow(row, partition, nowMs, most) {
  const { stage, topic, lag, committed, end, state, owner, isOurs, worker } = partition;
  setCells(
    row,
    stage,
    null,
    state,
    formatCount(lag),
    formatCount(committed),
    formatCount(end),
    ageOf(partition.lastCommitAt, nowMs),
    owner === null ? "none" : isOurs ? `${owner} (this one)` : owner,
    worker === null ? unknown : String(worker),
  );
  const [name, number] = row.cells[1]?.children ?? [];
  if (name) setText(name, `${topic}/`);
  if (number) setText(number, String(partition.partition));
  row.dataset["stage"] = stage;
  setAttribute(row, "data-level", levels[state] ?? "warn");
  row.cells[3]?.style.setProperty("--part", String((lag ?? 0) / most));
}

/**
 * @param {string | null} at
 * @param {number} nowMs
 */
function ageOf(at, nowMs) {
  return at === null ? unknown : `${formatAge(nowMs - Date.parse(at))} ago`;
}

/** @param {Status} status */
function ownersOf({ partitions }) {
  const owners = new Set(partitions.flatMap(({ owner }) => owner ?? []));
  const ours = partitions.filter(({ isOurs }) => isOurs).length;
  return `${ours} of ${partitions.length} owned by this instance, ${owners.size} ${
    owners.size === 1 ? "owner" : "owners"
  } in total`;
}
