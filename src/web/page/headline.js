// @ts-check
/** @import { Model } from "./model.js" */
import { announce } from "./connection.js";
import { rankedLocales } from "./period_counts.js";
import { byId, setAttribute, setText } from "./elements.js";
import { formatCount, formatMs, formatShare, formatTime, visible } from "./format.js";
import { stateName } from "./us_states.js";
import { totalLag, verdictOf } from "./verdict.js";

/**
 * Shows the state of the pipeline in a few words, and the leading locale.
 * @param {Model} model
 */
export function showHeadline(model) {
  showVerdict(model);
  showLeader(model);
  const { status, allTime } = model;
  const { totals } = status.flow;
  setText(byId("counted"), formatCount(allTime.total));
  setText(byId("counted-aside"), `in ${formatCount(allTime.counts.size)} locales, all time`);
  setText(byId("lag"), formatCount(totalLag(status)));
  setText(byId("p50"), formatMs(status.latencyMs.p50));
  setText(byId("p99"), formatMs(status.latencyMs.p99));
  setText(byId("rejected-share"), formatShare(totals.rejected, totals.read));
  setText(byId("rejected"), formatCount(totals.rejected));
}

/**
 * Says that the state is unknown, because the last known state may be outdated.
 * @param {Model | null} last
 */
export function showLost(last) {
  setText(byId("verdict"), "Not known");
  const was = last === null ? "" : `, last known: ${verdictOf(last.status).title}`;
  setText(byId("verdict-detail"), `No connection to the processor${was}`);
  setAttribute(byId("verdict-box"), "data-level", "unknown");
  document.title = `No connection · ${byId("name").textContent}`;
}

/**
 * Shows which process this page belongs to.
 * @param {Model} model
 */
export function showService({ status: { service } }) {
  const { appId, instance, version, workers } = service;
  setText(byId("name"), appId);
  const threads = workers === 1 ? "1 worker" : `${workers} workers`;
  setText(byId("instance"), `${version} · ${instance} · ${threads}`);
  setText(byId("clock"), `${formatTime(service.now)} UTC`);
  setText(byId("since"), `${formatTime(service.startedAt)}, when this instance started`);
}

/** @param {Model} model */
function showVerdict({ status }) {
  const { level, title, detail } = verdictOf(status);
  const heading = byId("verdict");
  if (heading.textContent !== title) announce(`${title}. ${detail}`);
  setText(heading, title);
  setText(byId("verdict-detail"), detail);
  setAttribute(byId("verdict-box"), "data-level", level);
  const page = `${title} · ${status.service.appId}`;
  if (document.title !== page) document.title = page;
}

/** @param {Model} model */
function showLeader({ allTime }) {
  const [first] = rankedLocales(allTime, 1);
  setText(byId("leader"), first ? visible(first.locale) : "–");
  if (!first) return setText(byId("leader-aside"), "no logins yet");
  const name = stateName(first.locale);
  const share = `${formatShare(first.count, allTime.total)} of all`;
  setText(byId("leader-aside"), name ? `${name}, ${share}` : share);
}
