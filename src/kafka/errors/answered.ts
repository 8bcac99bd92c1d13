import { TransientError } from "../../errors.ts";
import { denied, type Operation, refusalOf, type Resource } from "./denied.ts";

/** What a request takes of each kind of resource that it names. */
export type Need = Readonly<Partial<Record<Resource, readonly [Operation, name: string]>>>;

/**
 * Throws unless a broker has answered: an operator has to grant what it refuses, and whatever else it
 * says is asked again. No code is taken for an answer that holds nothing.
 */
export function assertAnswered(question: string, code: number, need: Need): void {
  if (code === 0) return;
  const refusal = refusalOf(code);
  const needed = refusal && need[refusal.resource];
  if (refusal && needed) throw denied(refusal, needed[0], [needed[1]]);
  throw new TransientError(`Cannot tell ${question} yet: Kafka error ${code}`);
}
