import { assert, assertEquals } from "@std/assert";
import { audit } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import { readWithJavaToEnd } from "../support/java_topic.ts";
import { json, login } from "../support/logins.ts";
import type { Scene } from "../support/scene.ts";

const writers = 3;
const transactions = 12;
const records = 10;

/** A key that reads like the broker's own abort marker: version 0, type 0. */
const markerLikeKey = Buffer.alloc(4);

/** Writes to partition 0, in transactions of which every second one is aborted. */
async function writeInTransactions(scene: Scene, writer: number): Promise<void> {
  const transactionalId = `${scene.config.appId}-writer-${writer}`;
  const producer = scene.kafka.producer({ transactionalId, maxInFlightRequests: 1 });
  await producer.connect();
  for (let t = 0; t < transactions; t++) {
    const transaction = await producer.transaction();
    for (let n = 0; n < records; n++) {
      const value = Buffer.from(json({ ...login, user_id: `${writer}-${t}-${n}` }));
      const key = n % 3 === 0 ? markerLikeKey : null;
      await transaction.send({
        topic: scene.topics.input,
        messages: [{ partition: 0, key, value }],
      });
    }
    await (t % 2 === writer % 2 ? transaction.abort() : transaction.commit());
  }
  await producer.disconnect();
}

/** Ways of reading in which fetches begin before, within and after transactions. */
const readings = {
  "while they are written": {},
  "all at once": {},
  "a few records at a time": { FETCH_BYTES: "1024" },
};

for (const [reading, env] of Object.entries(readings)) {
  integrationTest(
    `records of interleaved aborted transactions have no fate; read ${reading}`,
    async (scene) => {
      const writing = Array.from({ length: writers }, (_, w) => writeInTransactions(scene, w));
      if (reading !== "while they are written") await Promise.all(writing);
      await scene.started();
      await Promise.all(writing);
      await scene.processed();
      const { fates } = await audit(scene);
      assertEquals(fates["enriched"], writers * transactions * records / 2);
      const { input } = scene.topics;
      const written = await readWithJavaToEnd(scene, input, "read_uncommitted");
      assert(written.length >= writers * transactions * records, "aborted records are in the log");
    },
    { env },
  );
}
