import { assertEquals } from "@std/assert";
import { audit } from "../support/audit.ts";
import { integrationTest } from "../support/integration.ts";
import { json, login } from "../support/logins.ts";

integrationTest(
  "partitions added while a processor runs are counted from their first record",
  async (scene) => {
    await scene.started();
    await scene.generate(200);
    await scene.processed();
    await scene.addPartitions(4, scene.topics.input);
    const partitions = [0, 1, 2, 3];
    await scene.produce(...partitions.map((partition) => ({ value: json(login), partition })));
    await scene.processed();
    const { enriched } = await audit(scene);
    const sources = new Set(enriched.map(({ fields }) => fields["source_partition"]));
    assertEquals([...sources].sort(), partitions);
  },
  { partitions: 2 },
);
