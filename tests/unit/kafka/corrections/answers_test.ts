import { assertEquals, assertRejects } from "@std/assert";
import { errorType } from "../../../../src/kafka/access/error_type.ts";
import {
  type ConnectionPool,
  namesRefused,
  readAnswers,
} from "../../../../src/kafka/corrections/answers.ts";

function errorOf(code: number): Error {
  return Object.assign(new Error(`error ${code}`), { type: `CODE_${code}` });
}

/**
 * Reads an answer like a connection pool whose reader throws for the first error code of a partition.
 */
async function read(data: unknown): Promise<unknown> {
  class Pool implements ConnectionPool {
    send({ response }: Parameters<ConnectionPool["send"]>[0]): Promise<unknown> {
      return response.parse(data);
    }
  }
  readAnswers(Pool, errorOf);
  const parse = (answer: unknown) => {
    const { topics = [] } = answer as {
      topics?: readonly { partitions: readonly { errorCode: number }[] }[];
    };
    const codes = topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode));
    const first = codes.find((code) => code !== 0);
    return first === undefined ? Promise.resolve(answer) : Promise.reject(errorOf(first));
  };
  return await new Pool().send({ response: { decode: () => Promise.resolve(data), parse } });
}

const topic = (name: string, ...codes: readonly number[]) => ({
  topic: name,
  partitions: codes.map((errorCode, partition) => ({ partition, errorCode })),
});

Deno.test("an error names the refused topic, even if topics that were not attempted come first", async () => {
  const notAttempted = 55;
  const answer = { topics: [topic("a", notAttempted), topic("b", notAttempted, 29)] };
  const error = await assertRejects(() => read(answer));
  assertEquals(errorType(error), "CODE_29");
  assertEquals(namesRefused(error), ["b"]);
});

Deno.test("other errors are those of kafkajs", async () => {
  const error = await assertRejects(() => read({ topics: [topic("a", 0, 6), topic("b", 3)] }));
  assertEquals(errorType(error), "CODE_6");
  assertEquals(namesRefused(error), []);
});

Deno.test("an error code of the whole answer counts, so a failed broker does not have an empty log", async () => {
  const error = await assertRejects(() => read({ errorCode: -1, topics: [] }));
  assertEquals(errorType(error), "CODE_-1");
});

Deno.test("an answer without an error is passed on as kafkajs reads it", async () => {
  const answer = { errorCode: 0, topics: [topic("a", 0)] };
  assertEquals(await read(answer), answer);
});
