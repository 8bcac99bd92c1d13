import type { Status } from "../contract/status.ts";
import type { StageEvent } from "../runner/stage_event.ts";
import type { Listener } from "./listener.ts";

/** Committed and aborted transactions of both stages since the start. */
export class TransactionTotals implements Listener {
  #committed = 0;
  #aborted = 0;

  take({ event }: StageEvent): void {
    if (event === "committed") this.#committed++;
    else if (event === "aborted") this.#aborted++;
  }

  /** The totals now. */
  totals(): Status["transactions"] {
    return { committed: this.#committed, aborted: this.#aborted };
  }
}
