import { assert, assertEquals, assertRejects } from "@std/assert";
import { TransientError } from "../../../src/errors.ts";
import { errorType } from "../../../src/kafka/access/error_type.ts";
import { firstProtocol } from "../../../src/kafka/first_protocol.ts";
import { secondProtocol } from "../../../src/kafka/second_protocol.ts";
import {
  isAppend,
  isCommit,
  isEnd,
  isOffsets,
  lostConnection,
  offsets,
  opened,
  outputs,
  produced,
  protocols,
  refusal,
  sent,
} from "./writer_scene.ts";

const shortMs = 100;

const ends = (log: readonly string[]) => log.filter((each) => /commit|abort/.test(each));

for (const protocol of protocols) {
  const { name } = protocol;

  Deno.test(`an abort waits for the answer about the records (${name} protocol)`, async () => {
    const held = Promise.withResolvers<unknown>();
    const { writer, log } = await opened(
      protocol,
      (asked) => isAppend(asked) ? held.promise : isOffsets(asked) ? [22] : undefined,
    );
    const refused = assertRejects(() => writer.transact(outputs, offsets));
    await sent();
    assertEquals(ends(log()), []);
    held.resolve(produced());
    await refused;
    assertEquals(ends(log()), ["abort"]);
  });

  Deno.test(`an abort waits for the answer about the offsets (${name} protocol)`, async () => {
    const held = Promise.withResolvers<unknown>();
    const { writer, log } = await opened(
      protocol,
      (asked) => isOffsets(asked) ? held.promise : isAppend(asked) ? produced(47) : undefined,
    );
    const refused = assertRejects(() => writer.transact(outputs, offsets));
    await sent();
    assertEquals(ends(log()), []);
    held.resolve([0]);
    await refused;
    assertEquals(ends(log()), ["abort"]);
  });

  for (const [what, isLost] of [["records", isAppend], ["offsets", isOffsets]] as const) {
    Deno.test(`a writer that loses the answer about its ${what} neither commits nor aborts (${name} protocol)`, async () => {
      const { writer, log } = await opened(protocol, (asked) => {
        if (isLost(asked)) throw lostConnection();
      });
      await assertRejects(() => writer.transact(outputs, offsets), Error, "Closed connection");
      await writer.close();
      assertEquals(ends(log()), []);
    });

    Deno.test(`a writer that waits in vain for the answer about its ${what} neither commits nor aborts (${name} protocol)`, async () => {
      const held = Promise.withResolvers<unknown>();
      const { writer, log } = await opened(
        protocol,
        (asked) => isLost(asked) ? held.promise : undefined,
        shortMs,
      );
      await assertRejects(() => writer.transact(outputs, offsets), TransientError, "took longer");
      held.resolve(undefined);
      await sent();
      await writer.close();
      assertEquals(ends(log()), []);
    });
  }

  Deno.test(`a writer that loses the answer to its commit does not abort (${name} protocol)`, async () => {
    const { writer, log } = await opened(protocol, (asked) => {
      if (isEnd(asked)) throw lostConnection();
    });
    await assertRejects(() => writer.transact(outputs, offsets), Error, "Closed connection");
    await writer.close();
    assertEquals(ends(log()), ["commit"]);
  });

  Deno.test(`a writer whose commit is not answered in time does not abort (${name} protocol)`, async () => {
    const { promise } = Promise.withResolvers<unknown>();
    const { writer, log } = await opened(
      protocol,
      (asked) => isEnd(asked) ? promise : undefined,
      shortMs,
    );
    await assertRejects(() => writer.transact(outputs, offsets), TransientError, "took longer");
    await writer.close();
    assertEquals(ends(log()), ["commit"]);
  });

  Deno.test(`a writer that is closed before the commit aborts, once (${name} protocol)`, async () => {
    const { writer, log } = await opened(protocol);
    await writer.write(outputs, offsets);
    await writer.close();
    await writer.close();
    assertEquals(ends(log()), ["abort"]);
  });

  Deno.test(`a writer without an open transaction is closed without a request (${name} protocol)`, async () => {
    const { writer, log } = await opened(protocol);
    await writer.transact(outputs, offsets);
    const before = log().length;
    await writer.close();
    assertEquals(log().length, before);
  });

  Deno.test(`a writer can be closed when its abort fails (${name} protocol)`, async () => {
    const { writer, log } = await opened(protocol, (asked) => {
      if (isEnd(asked)) throw lostConnection();
    });
    await writer.write(outputs, offsets);
    await writer.close();
    assertEquals(ends(log()), ["abort"]);
  });

  Deno.test(`a closed writer sends no records and commits nothing (${name} protocol)`, async () => {
    const { writer, log } = await opened(protocol);
    await writer.close();
    const before = log().length;
    await assertRejects(() => writer.write(outputs, offsets), TransientError);
    await assertRejects(() => writer.commit(), TransientError);
    assertEquals(log().slice(before), []);
  });
}

for (const code of [51, 14, 15, 16]) {
  Deno.test(`offsets and EndTxn that are answered with ${code} are sent again`, async () => {
    const answered = new Map<string, number>();
    const { writer, cluster, log } = await opened(secondProtocol, (asked) => {
      const turn = (answered.get(asked.name) ?? 0) + 1;
      answered.set(asked.name, turn);
      if (turn > 2) return undefined;
      if (isOffsets(asked)) return [code];
      return isEnd(asked) ? { code, producerId: -1n, epoch: -1 } : undefined;
    });
    const before = cluster.questions.length;
    await writer.transact(outputs, offsets);
    assertEquals(log().filter((each) => each.startsWith("TxnOffset")).length, 3);
    assertEquals(ends(log()), ["commit", "commit", "commit"]);
    const lookups = cluster.questions.slice(before).filter((each) =>
      each.startsWith("coordinator")
    );
    const isMoved = code === 15 || code === 16;
    assertEquals(lookups.filter((each) => each.endsWith("group g")).length, isMoved ? 3 : 1);
    assertEquals(lookups.some((each) => each.endsWith("transaction id")), isMoved);
  });
}

Deno.test("the coordinator is asked again while it is busy, when a transaction begins and when an id is opened", async () => {
  const types = ["CONCURRENT_TRANSACTIONS", "NOT_COORDINATOR_FOR_GROUP"];
  const busy = ["initProducerId", "addPartitionsToTxn", "endTxn"];
  const left = new Map(busy.map((name) => [name, [...types]]));
  const { writer, log } = await opened(firstProtocol, ({ name }) => {
    const type = left.get(name)?.shift();
    if (type !== undefined) throw refusal(type);
  });
  await writer.transact(outputs, offsets);
  const times = (name: string) => log().filter((each) => each === name).length;
  assertEquals([times("initProducerId"), times("addPartitionsToTxn"), times("commit")], [3, 3, 3]);
});

Deno.test("a coordinator that stays busy is given up before the broker aborts the transaction", async () => {
  const { writer, cluster } = await opened(
    secondProtocol,
    (asked) => isOffsets(asked) ? [51] : undefined,
    shortMs,
  );
  const startedMs = performance.now();
  await assertRejects(() => writer.transact(outputs, offsets));
  assert(performance.now() - startedMs < shortMs * 5);
  assertEquals(cluster.asked.some((asked) => isEnd(asked) && isCommit(asked)), false);
});

Deno.test("a coordinator is not asked again after that time, even if nobody closes the writer", async () => {
  const { writer, log } = await opened(
    secondProtocol,
    (asked) => isOffsets(asked) ? [51] : undefined,
    shortMs,
  );
  await assertRejects(() => writer.write(outputs, offsets));
  await new Promise((resolve) => setTimeout(resolve, shortMs));
  const before = log().length;
  await new Promise((resolve) => setTimeout(resolve, shortMs));
  assertEquals(log().length, before);
});

Deno.test("any other answer of a coordinator is an error at once", async () => {
  const { writer, log } = await opened(
    secondProtocol,
    (asked) => isEnd(asked) ? { code: 48, producerId: -1n, epoch: -1 } : undefined,
  );
  const error = await assertRejects(() => writer.transact(outputs, offsets));
  assertEquals(errorType(error), "INVALID_TXN_STATE");
  assertEquals(ends(log()), ["commit"]);
});

Deno.test("a writer that is closed while it sends does not send the rest", async () => {
  const held = Promise.withResolvers<void>();
  const { writer, log } = await opened(
    secondProtocol,
    (asked) => isAppend(asked) ? held.promise : undefined,
  );
  const large = { ...outputs[0]!, value: new Uint8Array(600_000) };
  const writing = assertRejects(() => writer.write([large, large], null), TransientError);
  await sent();
  await writer.close();
  held.resolve();
  await writing;
  assertEquals(log(), ["initProducerId", "Produce 12"]);
});

Deno.test("a writer that is closed while a coordinator is busy asks no more", async () => {
  const { writer, log } = await opened(
    secondProtocol,
    (asked) => isOffsets(asked) ? [51] : undefined,
  );
  const writing = assertRejects(() => writer.write(outputs, offsets), TransientError);
  await sent();
  await writer.close();
  await writing;
  const before = log().length;
  await sent();
  assertEquals(log().length, before);
});
