import { assertEquals } from "@std/assert";
import { claimDirectory } from "../../src/stack/directory.ts";
import { choosePorts } from "../../src/stack/port.ts";
import { projectPath } from "../../src/stack/project_path.ts";
import { stackAddress } from "../support/integration.ts";
import { KafkaBroker } from "../support/kafka_broker.ts";
import { freePort } from "../support/web_client.ts";

const title = "over IPv6 only, the processor finds a broker at [::1] and serves the page at [::1]";
const stack = stackAddress();
const missing = stack === null ? "needs a stack: deno task test" : missingIpv6();

Deno.test({
  name: missing === null ? title : `${title} (${missing})`,
  ignore: missing !== null,
  // Connections and timers of kafkajs end a moment after its disconnect.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const { openScene } = await import("../support/scene.ts");
    const [port, httpPort] = [freePort(), freePort()];
    await using home = await claimDirectory(projectPath(".stack"), {
      ephemeral: true,
      fresh: false,
    });
    await using broker = brokerAt(port, home.path);
    await broker.start();
    await using scene = await openScene({ ...stack!, brokers: `[::1]:${port}` }, {});
    const processor = await scene.started({ HTTP_HOST: "[::1]", HTTP_PORT: String(httpPort) });
    await scene.generate(200);
    await scene.processed();
    assertEquals((await fetch(`http://[::1]:${httpPort}/livez`)).status, 200);
    const started = processor.lines.find(({ event }) => event === "started");
    assertEquals(started?.["url.full"], `http://[::1]:${httpPort}`);
    assertEquals(await processor.stop(), 0);
  },
});

/** A broker that advertises only its address at [::1]. */
function brokerAt(port: number, directory: string): KafkaBroker {
  const { kafka: plainPort, controller: controllerPort } = choosePorts({
    kafkaPort: null,
    registryPort: null,
  });
  const clients = `PLAINTEXT://127.0.0.1:${plainPort},IPV6://[::1]:${port}`;
  return new KafkaBroker({
    classpath: stack!.classpath,
    logConfig: projectPath("stack/log4j2.properties"),
    directory,
    port: plainPort,
    controllerPort,
    properties: {
      listeners: `${clients},CONTROLLER://127.0.0.1:${controllerPort}`,
      "advertised.listeners": clients,
      "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,IPV6:PLAINTEXT,CONTROLLER:PLAINTEXT",
    },
    javaOptions: ["-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"],
  });
}

/** Why nothing can listen at [::1]; null if it works. */
function missingIpv6(): string | null {
  try {
    Deno.listen({ hostname: "::1", port: 0 }).close();
    return null;
  } catch (error) {
    return error instanceof Deno.errors.NotCapable ? "no permission for [::1]" : "no IPv6 here";
  }
}
