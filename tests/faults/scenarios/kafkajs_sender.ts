/**
 * Sends records to one partition, through the kafkajs of the given copy of the project, and prints the
 * cost. The arguments are the number of sends, the records per send, and the bytes per record.
 */
async function send(directory: string, topic: string, ...sizes: readonly number[]): Promise<void> {
  const [records = 1, bytes = 1, sends = 1] = sizes;
  const { loadKafkajs }: typeof import("../../../src/kafka/kafkajs.ts") = await import(
    `${directory}/src/kafka/kafkajs.ts`
  );
  const { Kafka, logLevel } = await loadKafkajs();
  const brokers = Deno.env.get("KAFKA_BROKERS")!.split(",");
  const producer = new Kafka({ brokers, logLevel: logLevel.ERROR }).producer();
  await producer.connect();
  const value = Buffer.alloc(bytes, "x");
  const messages = Array.from({ length: records }, () => ({ partition: 0, key: null, value }));
  const allocated = countAllocations();
  const before = process.cpuUsage();
  for (let i = 0; i < sends; i++) await producer.send({ topic, messages, acks: -1 });
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ cpuMs: (user + system) / 1000, allocatedBytes: allocated() }));
  await producer.disconnect();
}

/** Counts from now on the requested bytes of buffers, zeroed or not. */
function countAllocations(): () => number {
  let bytes = 0;
  for (const name of ["alloc", "allocUnsafe"] as const) {
    const original = Buffer[name];
    Buffer[name] = (size: number) => {
      bytes += size;
      return original(size);
    };
  }
  return () => bytes;
}

if (import.meta.main) {
  const [directory = "", topic = "", ...sizes] = Deno.args;
  await send(directory, topic, ...sizes.map(Number));
}
