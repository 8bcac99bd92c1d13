import { FatalError, RegistryUnavailableError } from "../errors.ts";

/** The error for a registry that gave no definite answer; the address holds no credentials. */
export function unavailable(
  address: string,
  reason: string,
  cause?: unknown,
): RegistryUnavailableError {
  return new RegistryUnavailableError(`Cannot ask the schema registry at ${address}: ${reason}`, {
    cause,
  });
}

/**
 * The error for a registry that rejects our credentials. While records flow, their partition waits, as
 * for any unavailable registry. During startup, the FatalError inside ends the process.
 */
export function refused(
  address: string,
  reason: string,
  action: string,
  cause?: unknown,
): RegistryUnavailableError {
  const text = `Cannot ask the schema registry at ${address}: ${reason}`;
  return unavailable(address, `${reason}; ${action}`, new FatalError(text, action, { cause }));
}

/** A reference to another schema. */
export interface Reference {
  readonly subject: string;
  readonly version: number;
}

/** The JSON of a successful answer. A malformed part throws RegistryUnavailableError. */
export class RegistryAnswer {
  readonly json: object;
  readonly #address: string;

  constructor(address: string, json: object) {
    this.json = json;
    this.#address = address;
  }

  /** A field of an object; undefined when there is none. */
  field(name: string): unknown {
    return Reflect.get(this.json, name);
  }

  /** A field that holds a whole number. */
  integer(name: string): number {
    const value = this.field(name);
    return isInteger(value) ? value : this.#misfit(name);
  }

  /** A field that holds a text. */
  text(name: string): string {
    const value = this.field(name);
    return typeof value === "string" ? value : this.#misfit(name);
  }

  /** A field that holds true or false. */
  boolean(name: string): boolean {
    const value = this.field(name);
    return typeof value === "boolean" ? value : this.#misfit(name);
  }

  /** An answer that is a list of whole numbers. */
  integers(): readonly number[] {
    const list: unknown = this.json;
    return Array.isArray(list) && list.every(isInteger) ? list : this.#misfit("list");
  }

  /** The other schemas that a schema refers to; empty if it refers to none. */
  references(): readonly Reference[] {
    const list = this.field("references") ?? [];
    return Array.isArray(list) && list.every(isReference) ? list : this.#misfit("references");
  }

  #misfit(part: string): never {
    throw unavailable(this.#address, `its JSON answer has a missing or invalid ${part}`);
  }
}

function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && "subject" in value &&
    typeof value.subject === "string" && "version" in value && isInteger(value.version);
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}
