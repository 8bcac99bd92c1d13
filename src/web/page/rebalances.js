// @ts-check
/** @import { TimelineEntry } from "../../contract/status.ts" */
/** @import { Model } from "./model.js" */
import { byId, fillRows, make, setAttribute, setText } from "./elements.js";
import { formatTime } from "./format.js";
import { timeSpan } from "./time_span.js";

const stages = ["enrich", "count"];

/** @type {Readonly<Record<string, string>>} */
const levels = {
  assigned: "good",
  resumed: "good",
  restored: "good",
  rebalanced: "plain",
  owned: "good",
  connected: "plain",
  waiting: "warn",
  swept: "warn",
  stopped: "plain",
  paused: "warn",
  recovering: "warn",
  restarting: "warn",
};

/**
 * Events of the assignments: marks on a timeline for each stage, and a list, newest first.
 * @param {Model} model
 */
export function showRebalances({ status, history }) {
  const [from, to] = timeSpan(history, status.service.now);
  const numbered = withKeys(status.rebalances);
  fillRows(byId("lanes"), stages, {
    key: (stage) => stage,
    create: (stage) => make("div", "lane", make("span", "name", stage), make("div", "track")),
    update: (lane, stage) => {
      const track = lane.children[1];
      const marks = numbered.filter(({ at, ...event }) => {
        return event.stage === stage && Date.parse(at) / 1000 >= from;
      });
      if (!(track instanceof HTMLElement)) return;
      fillRows(track, marks, {
        key: ({ key }) => key,
        create: ({ event }) => createMark(event),
        update: (mark, { at }) => {
          const part = (Date.parse(at) / 1000 - from) / (to - from);
          mark.style.setProperty("--at", String(Math.min(1, part)));
        },
      });
    },
  });
  fillRows(byId("events"), [...numbered].reverse(), {
    key: ({ key }) => key,
    create: createEvent,
    update: () => {},
  });
}

/**
 * Keys for events; equal events are numbered.
 * @param {readonly TimelineEntry[]} events
 */
function withKeys(events) {
  /** @type {Map<string, number>} */
  const met = new Map();
  return events.map((happened) => {
    const { at, stage, event, detail } = happened;
    const text = JSON.stringify([at, stage, event, detail]);
    const times = (met.get(text) ?? 0) + 1;
    met.set(text, times);
    return { ...happened, key: `${times} ${text}` };
  });
}

/** @param {string} event */
function createMark(event) {
  const mark = make("i", "mark");
  setAttribute(mark, "data-level", levels[event] ?? "plain");
  return mark;
}

/** @param {TimelineEntry} event */
function createEvent({ at, stage, event, detail }) {
  const time = make("time", "mono", formatTime(at));
  time.dateTime = at;
  const name = make("b", "", event);
  const item = make("li", "", time, make("span", "stage-name", stage), name, make("span", "quiet"));
  setAttribute(item, "data-level", levels[event] ?? "plain");
  const said = item.children[3];
  if (said) setText(said, detail);
  return item;
}
