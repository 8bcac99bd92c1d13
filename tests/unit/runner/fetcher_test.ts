import { assertEquals, assertThrows } from "@std/assert";
import { Fetcher } from "../../../src/runner/fetcher.ts";
import { turns } from "../../support/manual_time.ts";
import { Brokers } from "./brokers.ts";

/** A fetcher of partitions 0 and 2, which node 1 leads, and 1 and 3, which node 2 leads. */
function scene() {
  const brokers = new Brokers([1, 2, 1, 2]);
  const seen = { arrivals: 0, fetches: 0 };
  const fetcher = new Fetcher({
    ...{ cluster: brokers.cluster, topic: "user-login", fetchBytes: 1_000 },
    onArrival: () => void seen.arrivals++,
    onFetched: () => void seen.fetches++,
  });
  const send = async (...offsets: readonly number[]) => {
    fetcher.send(new Map(offsets.entries()));
    await turns();
  };
  const taken = () =>
    fetcher.take().map((batch) => [
      batch.partition,
      Number(batch.fetchedOffset),
      Number(batch.lastOffset()) + 1,
    ]);
  return { brokers, seen, fetcher, send, taken };
}

Deno.test("a fetch asks each leader once for all partitions that it leads", async () => {
  const { brokers, seen, send, taken } = scene();
  await send(10, 11, 12, 13);
  assertEquals(Object.fromEntries(brokers.asked), {
    1: [{ 0: 10, 2: 12 }],
    2: [{ 1: 11, 3: 13 }],
  });
  brokers.answer(1, { 0: 15, 2: 12 });
  await turns();
  assertEquals([seen.arrivals, seen.fetches], [1, 1]);
  assertEquals(taken(), [[0, 10, 15]]); // partition 2 has nothing new
  assertEquals(taken(), []);
});

Deno.test("a leader has one open request, and a slow one does not delay another", async () => {
  const { brokers, send, taken } = scene();
  await send(0, 0, 0, 0);
  await send(0, 0, 0, 0);
  assertEquals([...brokers.asked.values()].map(({ length }) => length), [1, 1]);
  brokers.answer(1, { 0: 5 });
  await turns();
  assertEquals(taken(), [[0, 0, 5]]);
  await send(5, 0, 0, 0);
  assertEquals([brokers.openAt(1), brokers.asked.get("2")?.length], [{ 0: 5, 2: 0 }, 1]);
});

Deno.test(
  "a leader is not asked again before its answer is taken: it would send it again",
  async () => {
    const { brokers, send, taken } = scene();
    await send(0, 0, 0, 0);
    brokers.answer(1, { 0: 5 });
    await turns();
    await send(0, 0, 0, 0);
    assertEquals(brokers.openAt(1), null);
    taken();
    await send(5, 0, 0, 0);
    assertEquals(brokers.openAt(1), { 0: 5, 2: 0 });
  },
);

Deno.test("an empty answer is an arrival, so that the next fetch begins", async () => {
  const { brokers, seen, send, taken } = scene();
  await send(0, 0);
  brokers.answer(1, {});
  await turns();
  assertEquals([seen.arrivals, seen.fetches, taken()], [1, 1, []]);
  await send(0, 0);
  assertEquals(brokers.asked.get("1")?.length, 2);
});

Deno.test(
  "an error is thrown when its fetch is taken, and the leaders are looked up again",
  async () => {
    const { brokers, seen, send, fetcher } = scene();
    await send(0, 0);
    brokers.answer(2, { 1: 5 });
    brokers.fail(1, new Error("not the leader"));
    await turns();
    assertEquals([seen.arrivals, seen.fetches, brokers.refreshes], [2, 1, 1]);
    assertThrows(() => fetcher.take(), Error, "not the leader");
    assertThrows(() => fetcher.take(), Error, "not the leader");
  },
);

Deno.test("a closed fetcher tells nobody of late answers", async () => {
  const { brokers, seen, send, fetcher } = scene();
  await send(0, 0);
  fetcher.close();
  brokers.answer(1, { 0: 5 });
  brokers.fail(2, new Error("late"));
  await turns();
  assertEquals([seen.arrivals, seen.fetches], [0, 0]);
});

Deno.test("a closed fetcher ends the connections that still wait for records", async () => {
  const { brokers, fetcher, send } = scene();
  await send(10, 11, 12, 13);
  brokers.answer(1, { 0: 15, 2: 12 });
  await turns();
  fetcher.close();
  await turns();
  assertEquals(brokers.ended, ["2/1"]);
});

Deno.test("nothing is sent without partitions", async () => {
  const { brokers, send } = scene();
  await send();
  assertEquals(brokers.asked.size, 0);
});
