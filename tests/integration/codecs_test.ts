import { assertEquals } from "@std/assert";
import { audit } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import { produceWithJava } from "../support/java_producer.ts";
import { login } from "../support/logins.ts";

const codecs = ["none", "gzip", "snappy", "lz4", "zstd"] as const;
const logins = 2_000;

integrationTest(
  "a processor reads what Java's producer compresses with any of its codecs",
  async (scene) => {
    await Promise.all(codecs.map(async (codec) => {
      const records = Array.from({ length: logins }, (_, i) => {
        const key = `${codec}-${i}`;
        return { key, value: JSON.stringify({ ...login, user_id: key, locale: codec }) };
      });
      await produceWithJava(scene, scene.topics.input, records, codec);
    }));
    await scene.started();
    await scene.processed();
    const { fates } = await audit(scene);
    assertEquals(fates["enriched"], codecs.length * logins);
  },
);
