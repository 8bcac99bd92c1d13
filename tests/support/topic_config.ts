import type { Scene } from "./scene.ts";

const topicResource = 2;

/** Sets these settings of a topic, and replaces all others by the usual ones. */
export async function configureTopic(
  { admin, topics }: Scene,
  topic: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const policy = topic === topics.counts ? { "cleanup.policy": "compact" } : {};
  const configEntries = Object.entries({ ...policy, ...settings })
    .map(([name, value]) => ({ name, value }));
  const resources = [{ type: topicResource, name: topic, configEntries }];
  await admin.alterConfigs({ validateOnly: false, resources });
}
