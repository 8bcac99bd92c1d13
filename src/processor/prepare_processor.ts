import { ClusterClient } from "../kafka/cluster.ts";
import type { KafkaSettings } from "../kafka/connection.ts";
import type { Config } from "../settings/config.ts";
import { checkPositions } from "../setup/position_checks.ts";
import { ignoreEvent, patienceOf, prepare, type StartListeners } from "../setup/prepare.ts";
import { type Preparation, processorSettings } from "../setup/processor_settings.ts";
import { reachingKafka } from "../setup/start_checks.ts";
import { waitFor } from "../setup/waiting.ts";

/** Prepares a processor, and refuses committed offsets that would corrupt the counts. */
export async function prepareProcessor(
  config: Config,
  listeners: StartListeners,
): Promise<Preparation> {
  const preparation = await prepare(config, listeners);
  const settings = processorSettings(preparation, { ...listeners, notify: ignoreEvent });
  await waitFor(
    { ...patienceOf(config, listeners), ...reachingKafka(config) },
    () =>
      withCluster(settings.kafka, async (cluster) => {
        await checkPositions(cluster, settings);
      }),
  );
  return preparation;
}

async function withCluster(
  settings: KafkaSettings,
  ask: (cluster: ClusterClient) => Promise<void>,
): Promise<void> {
  const cluster = await ClusterClient.connect(settings);
  try {
    await ask(cluster);
  } finally {
    await cluster.disconnect();
  }
}
