import { connectedCluster } from "../kafka/connected_cluster.ts";
import type { KafkaSettings } from "../kafka/connection.ts";
import type { KafkajsCluster } from "../kafka/internals.ts";

/** The connections of a stage's own. A broker answers the requests of a connection in order. */
export class StageConnections {
  /** For membership and fetches. */
  readonly reading: KafkajsCluster;
  readonly #kafka: KafkaSettings;
  #writing: KafkajsCluster | null = null;

  private constructor(kafka: KafkaSettings, reading: KafkajsCluster) {
    this.#kafka = kafka;
    this.reading = reading;
  }

  /** Connects; rejects with the connection's error when no broker answers. */
  static async open(kafka: KafkaSettings): Promise<StageConnections> {
    return new StageConnections(kafka, await connectedCluster(kafka));
  }

  /** For transactions alone. */
  async writing(): Promise<KafkajsCluster> {
    return this.#writing ??= await connectedCluster(this.#kafka);
  }

  /**
   * Writes over new connections from now on. Whatever follows a request that is not answered would wait
   * for it on the same connection.
   */
  dropWriting(): void {
    this.#writing?.disconnect().catch(() => {}); // it ends when the open requests have timed out
    this.#writing = null;
  }

  /** Closes all of them. */
  async close(): Promise<void> {
    await Promise.allSettled([this.reading.disconnect(), this.#writing?.disconnect()]);
  }
}
