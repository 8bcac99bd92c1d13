import { assertEquals, assertRejects } from "@std/assert";
import {
  type CreateTopicsAnswer,
  keepReasons,
} from "../../../../src/kafka/corrections/create_topics_answer.ts";

interface Refusal {
  readonly topic: string;
  readonly message: string;
}

/** As in kafkajs, errors are made only from the codes. */
function original(...errors: Refusal[]) {
  const parse = (_: CreateTopicsAnswer): Promise<unknown> =>
    Promise.reject(Object.assign(new Error("Topic creation errors"), { errors }));
  return { parse };
}

Deno.test("each refused topic keeps the broker's own message", async () => {
  const module = original({ topic: "a", message: "code" }, { topic: "b", message: "code" });
  keepReasons(module);
  const error = await assertRejects(() =>
    module.parse({
      topicErrors: [{ topic: "b", errorMessage: "three copies" }, {
        topic: "a",
        errorMessage: null,
      }],
    })
  );
  const { errors } = error as unknown as { errors: Refusal[] };
  assertEquals(errors.map(({ topic, message }) => [topic, message]), [
    ["a", "code"],
    ["b", "three copies"],
  ]);
});

Deno.test("answers without refusals and errors of other kinds pass unchanged", async () => {
  const fine = { parse: (answer: CreateTopicsAnswer): Promise<unknown> => Promise.resolve(answer) };
  keepReasons(fine);
  const answer = { topicErrors: [{ topic: "a" }] };
  assertEquals(await fine.parse(answer), answer);
  const broken = { parse: () => Promise.reject(new Error("cut off")) };
  keepReasons(broken);
  await assertRejects(() => (broken as typeof fine).parse(answer), Error, "cut off");
});
