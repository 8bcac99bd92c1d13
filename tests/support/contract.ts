import { readBody } from "../hostile/judge/judge.ts";
import { parseFrame, type RegisteredSchemas } from "./registered_schemas.ts";

/** The outputs of a kept login by the contract. */
export interface ExpectedLogin {
  readonly user_id: string;
  readonly app_version: string;
  readonly device_type: string;
  readonly ip: string;
  readonly locale: string;
  readonly device_id: string;
  readonly timestamp: number;
  readonly login_time: string;
}

/** The fate that an input value should have. */
export type ExpectedFate = ExpectedLogin | "filtered" | "deadLetter" | "tombstone";

/** A second implementation of the contract, as simple as possible, to compare the pipeline with. */
export class Contract {
  readonly #schemas: RegisteredSchemas;

  constructor(schemas: RegisteredSchemas) {
    this.#schemas = schemas;
  }

  /** Decides the fate of a value. */
  async fateOf(value: Uint8Array | null): Promise<ExpectedFate> {
    if (value === null) return "tombstone";
    try {
      const login = value[0] === 0 ? await this.#readAvro(value) : readJson(value);
      if (!isValid(login)) return "deadLetter";
      return login["device_type"] === "android" ? enriched(login) : "filtered";
    } catch {
      return "deadLetter";
    }
  }

  async #readAvro(value: Uint8Array): Promise<Record<string, unknown>> {
    const { id, body } = parseFrame(value);
    return Object.fromEntries(readBody(await this.#schemas.schemaOf(id), body));
  }
}

function readJson(value: Uint8Array): Record<string, unknown> {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(value);
  return JSON.parse(text);
}

function isValid(login: Record<string, unknown>): boolean {
  const required = ["user_id", "app_version", "ip", "device_id"];
  const optional = ["device_type", "locale"];
  const seconds = login["timestamp"];
  return !Array.isArray(login) &&
    required.every((name) => typeof login[name] === "string" && login[name] !== "") &&
    optional.every((name) => (login[name] ?? null) === null || typeof login[name] === "string") &&
    (typeof seconds === "number" || /^\d{1,12}$/.test(String(seconds))) &&
    Number.isInteger(Number(seconds)) && Number(seconds) >= 0 && Number(seconds) <= 253402300799;
}

function enriched(login: Record<string, unknown>): ExpectedLogin {
  const text = (name: string) => String(login[name]);
  const timestamp = Number(login["timestamp"]) * 1000;
  return {
    user_id: text("user_id"),
    app_version: text("app_version"),
    device_type: text("device_type"),
    ip: text("ip"),
    locale: login["locale"] ? text("locale") : "unknown",
    device_id: text("device_id"),
    timestamp,
    login_time: new Date(timestamp).toISOString().slice(0, 19).replace("T", " "),
  };
}
