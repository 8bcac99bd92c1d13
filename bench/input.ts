import type { Ground } from "./ground.ts";
import { LoginSource } from "./login_source.ts";
import type { Report } from "./report_line.ts";

/** A topic full of logins, and the results to expect from it. */
export interface Input {
  readonly topic: string;
  readonly logins: number;
  /** How many of them are android: each gives one enriched login and counts once. */
  readonly androids: number;
}

const batchSize = 5_000;

/** Fills a new topic with logins. */
export async function fillInput(
  ground: Ground,
  topic: string,
  logins: number,
  report: Report,
): Promise<Input> {
  await ground.createInput(topic);
  const producer = await ground.producer();
  const source = new LoginSource(ground.partitionCount);
  const epochSeconds = Math.floor(Date.now() / 1000);
  let androids = 0;
  try {
    for (let sent = 0; sent < logins; sent += batchSize) {
      const messages = Array.from({ length: Math.min(batchSize, logins - sent) }, () => {
        const { message, isAndroid } = source.next(epochSeconds);
        if (isAndroid) androids++;
        return message;
      });
      await producer.send({ topic, messages, acks: -1 });
      report(`filling the input: ${sent + messages.length} of ${logins} logins`);
    }
  } finally {
    await producer.disconnect();
  }
  return { topic, logins, androids };
}
