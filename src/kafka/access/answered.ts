import { TransientError } from "../../errors.ts";
import { denied, type Operation, refusalOf, type Resource } from "./denied.ts";

/** The operation that a request needs on each resource that it names. */
export type Need = Readonly<Partial<Record<Resource, readonly [Operation, name: string]>>>;

/**
 * Throws unless an error code is 0. A missing ACL is fatal, because an operator has to grant it. Any
 * other code is transient. No error code counts as an empty answer.
 */
export function assertAnswered(question: string, code: number, need: Need): void {
  if (code === 0) return;
  const refusal = refusalOf(code);
  const needed = refusal && need[refusal.resource];
  if (refusal && needed) throw denied(refusal, needed[0], [needed[1]]);
  throw new TransientError(`Cannot read ${question} yet: Kafka error ${code}`);
}
