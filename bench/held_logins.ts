import type { Message } from "kafkajs";
import type { Ground } from "./ground.ts";
import { LoginSource } from "./login_source.ts";
import type { Report } from "./report_line.ts";

/** Logins that are in their topic already, and that no reader sees before they are released. */
export interface HeldLogins {
  readonly logins: number;
  readonly androids: number;
  /** Of all keys and values. */
  readonly bytes: number;
  /** Shows all of them to readers at once. */
  readonly release: () => Promise<void>;
}

// About the 16 kB of a batch of Java's producer by default, whatever the number of partitions.
const recordsPerPartition = 100;
const leastBatch = 1_000;

/**
 * Writes logins in a transaction that stays open. So processes can start, join their groups and wait,
 * and the clock starts when there is everything to do.
 */
export async function holdLogins(
  ground: Ground,
  topic: string,
  logins: number,
  report: Report,
): Promise<HeldLogins> {
  const producer = await ground.transactionalProducer(`${topic}-${crypto.randomUUID()}`);
  const source = new LoginSource(ground.partitionCount);
  const epochSeconds = Math.floor(Date.now() / 1000);
  const batchSize = Math.max(leastBatch, recordsPerPartition * ground.partitionCount);
  const transaction = await producer.transaction();
  let [androids, bytes] = [0, 0];
  for (let sent = 0; sent < logins; sent += batchSize) {
    const messages = Array.from({ length: Math.min(batchSize, logins - sent) }, () => {
      const { message, isAndroid } = source.next(epochSeconds);
      if (isAndroid) androids++;
      bytes += bytesOf(message);
      return message;
    });
    await transaction.send({ topic, messages, acks: -1 });
    report(`filling the input: ${sent + messages.length} of ${logins} logins`);
  }
  const release = async () => {
    await transaction.commit();
    await producer.disconnect();
  };
  return { logins, androids, bytes, release };
}

function bytesOf({ key, value }: Message): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}
