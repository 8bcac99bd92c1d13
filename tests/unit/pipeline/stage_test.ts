import { assertEquals } from "@std/assert";
import { rejectionCodes } from "../../../src/pipeline/rejection.ts";
import { rejectedCause, rejectedFact } from "../../../src/pipeline/stage.ts";

Deno.test("rejectedCause() reads the cause that rejectedFact() names", () => {
  for (const cause of rejectionCodes) assertEquals(rejectedCause(rejectedFact(cause)), cause);
});

Deno.test("rejectedCause() is null for every other fact", () => {
  for (const fact of ["read", "enriched", "late", "rejected"]) {
    assertEquals(rejectedCause(fact), null);
  }
});
