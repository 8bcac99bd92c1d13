import type { KafkaSettings } from "./kafka_properties.ts";
import type { BrokerPorts } from "./port.ts";

/** What all brokers of a cluster have in common; their directories are in the given one. */
export type SharedSettings = Omit<KafkaSettings, "port" | "controllerPort" | "node">;

/** The settings of brokers that form one cluster on this machine, one broker for each pair of ports. */
export function clusterSettings(
  shared: SharedSettings,
  ports: readonly BrokerPorts[],
): readonly KafkaSettings[] {
  const controllerPorts = ports.map(({ controller }) => controller);
  return ports.map(({ kafka, controller }, index) => ({
    ...shared,
    directory: `${shared.directory}/broker-${index + 1}`,
    port: kafka,
    controllerPort: controller,
    node: { id: index + 1, controllerPorts },
  }));
}
