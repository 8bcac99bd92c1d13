import { parsePlace } from "../../dead_letters/coordinate.ts";
import type { Selection } from "../../dead_letters/selection.ts";
import { UsageError } from "../../errors.ts";
import { loginFields } from "../../pipeline/login_fields.ts";
import { rejectionCodes } from "../../pipeline/rejection.ts";
import type { Values } from "../../terminal/command.ts";
import { several } from "../../terminal/option.ts";
import { boundary } from "../boundary.ts";

/** The options by which every subcommand of the desk is told which dead letters are meant. */
export const filters = {
  cause: several("CODE,…", "only these causes, as list names them", oneOf(rejectionCodes)),
  field: several("NAME,…", "only these fields", oneOf(loginFields)),
  coordinate: several(
    "P:OFFSET,…",
    "only these; TOPIC/P/OFFSET can name the record that was refused",
    (given) => given.split(",").map(parsePlace),
  ),
  from: boundary("only from this offset or Kafka timestamp on"),
  to: boundary("only before this offset or Kafka timestamp"),
} as const;

/** The dead letters that the options name. */
export function selectionOf(values: Values<typeof filters>): Selection {
  const { cause: causes, field: fields, coordinate: places, from, to } = values;
  return { causes, fields, places, from, to };
}

function oneOf<W extends string>(words: readonly W[]): (given: string) => readonly W[] {
  return (given) =>
    given.split(",").map((name) => {
      const word = words.find((candidate) => candidate === name);
      if (word === undefined) throw new UsageError(`takes ${words.join(", ")}, not "${name}"`);
      return word;
    });
}
