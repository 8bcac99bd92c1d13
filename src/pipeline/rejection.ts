/** The causes of dead letters: the closed list for the exception header. */
export const rejectionCodes = [
  "EMPTY_VALUE",
  "VALUE_TOO_LARGE",
  "BYTE_ORDER_MARK",
  "INVALID_UTF8",
  "MALFORMED_JSON",
  "NESTED_TOO_DEEP",
  "LONE_SURROGATE",
  "NOT_AN_OBJECT",
  "TRUNCATED_FRAME",
  "UNKNOWN_SCHEMA",
  "INCOMPATIBLE_SCHEMA",
  "MALFORMED_AVRO",
  "MISSING_FIELD",
  "WRONG_TYPE",
  "EMPTY_FIELD",
  "TIMESTAMP_OUT_OF_RANGE",
  "OUTPUT_TOO_LARGE",
  "RECORD_TIME_REFUSED",
] as const;

/** One of {@linkcode rejectionCodes}. */
export type RejectionCode = typeof rejectionCodes[number];

/** Why a record is not a valid login. It is never thrown and holds no data of the record. */
export class Rejection {
  readonly code: RejectionCode;
  /** The field at fault; null where none is. */
  readonly field: string | null;

  constructor(code: RejectionCode, field: string | null = null) {
    this.code = code;
    this.field = field;
  }

  /** A sentence for people, made only of the code and the field. */
  get message(): string {
    return this.field === null ? sentences[this.code] : `${this.field}: ${sentences[this.code]}`;
  }
}

const sentences: Readonly<Record<RejectionCode, string>> = {
  EMPTY_VALUE: "the value has no bytes",
  VALUE_TOO_LARGE: "the value is larger than MAX_VALUE_BYTES",
  BYTE_ORDER_MARK: "the JSON text begins with a byte order mark",
  INVALID_UTF8: "the JSON text is not valid UTF-8",
  MALFORMED_JSON: "the text is not JSON",
  NESTED_TOO_DEEP: "the JSON text is nested deeper than 64 levels",
  LONE_SURROGATE: "the JSON text escapes half of a surrogate pair",
  NOT_AN_OBJECT: "the JSON text is not an object",
  TRUNCATED_FRAME: "the Avro frame is shorter than its five header bytes",
  UNKNOWN_SCHEMA: "the registry has no schema of the frame's id",
  INCOMPATIBLE_SCHEMA: "the frame's schema does not resolve to io.fetch.login.UserLogin",
  MALFORMED_AVRO: "the Avro body does not match its schema",
  MISSING_FIELD: "is missing or null",
  WRONG_TYPE: "has a type that the contract does not allow",
  EMPTY_FIELD: "is empty",
  TIMESTAMP_OUT_OF_RANGE: "is no whole number of seconds from 0 to 253402300799",
  OUTPUT_TOO_LARGE: "a record made of it is larger than its topic takes",
  RECORD_TIME_REFUSED: "its topic refuses a record made of it for the Kafka timestamp",
};
