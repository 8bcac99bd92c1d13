import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { FatalError } from "../../../src/errors.ts";
import { denied, refusalOf } from "../../../src/kafka/access/denied.ts";
import { lasting, type Patience, waitFor } from "../../../src/setup/waiting.ts";

function patience(rest: Partial<Patience> = {}): Patience {
  return { what: "Kafka", timeoutSeconds: 60, action: "check it", report: () => {}, ...rest };
}

Deno.test(
  "waitFor() leaves no timer when the first attempt succeeds",
  { sanitizeOps: true },
  async () => {
    assertEquals(await waitFor(patience(), () => Promise.resolve(7)), 7);
  },
);

Deno.test("waitFor() retries until an attempt succeeds", async () => {
  const answers = [() => Promise.reject(new Error("not yet")), () => Promise.resolve(7)];
  assertEquals(await waitFor(patience(), () => answers.shift()!()), 7);
});

Deno.test("waitFor() does not retry after a fatal error", async () => {
  const fatal = new FatalError("no topic", "create it");
  let attempts = 0;
  const attempt = () => {
    attempts++;
    return Promise.reject(fatal);
  };
  assertStrictEquals(await assertRejects(() => waitFor(patience(), attempt)), fatal);
  assertEquals(attempts, 1);
});

Deno.test("waitFor() does not wait for a missing ACL, however often kafkajs has wrapped it", async () => {
  const denial = denied(refusalOf(30)!, "Read", ["login-pipeline-enrich"]);
  const wrapped = Object.assign(new Error("wrapped"), { cause: denial });
  const error = await assertRejects(() => waitFor(patience(), () => Promise.reject(wrapped)));
  assertStrictEquals(error, denial);
});

Deno.test("waitFor() says on a timeout what it waited for, why, and what to do", async () => {
  const refused = () => Promise.reject(new Error("connection refused"));
  const error = await assertRejects(
    () => waitFor(patience({ timeoutSeconds: 0 }), refused),
    FatalError,
    "Cannot reach Kafka after 0 s: connection refused",
  );
  assertEquals(error.action, "check it");
});

Deno.test("waitFor() rejects with the reason of an abort", async () => {
  const reason = new Error("ended by SIGTERM");
  const signal = AbortSignal.abort(reason);
  const refused = () => Promise.reject(new Error("connection refused"));
  assertStrictEquals(await assertRejects(() => waitFor(patience({ signal }), refused)), reason);
});

Deno.test("lasting() makes an error fatal only after some time, and reports it until then", async () => {
  const missing = () => Promise.reject(new FatalError("no schema", "register it"));
  const young = await assertRejects(lasting(60_000, missing));
  assertEquals(young instanceof FatalError, false);
  assertEquals(
    young instanceof Error && young.message,
    "no schema; unless this is already being done, register it",
  );
  const error = await assertRejects(() => waitFor(patience(), lasting(100, missing)), FatalError);
  assertEquals(error.message, "no schema");
  const answers = [missing, () => Promise.resolve(7)];
  assertEquals(await waitFor(patience(), lasting(60_000, () => answers.shift()!())), 7);
});
