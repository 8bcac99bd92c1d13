// @ts-check
/** @import { Snapshot } from "../../contract/snapshot.ts" */
import { byId } from "./elements.js";

/**
 * The state that came with the page, so that it need not wait for the first event; null when it was
 * too long to come along.
 * @returns {Snapshot | null}
 */
export function loadedSnapshot() {
  const json = byId("snapshot", HTMLTemplateElement).content.textContent;
  return json ? JSON.parse(json) : null;
}
