// @ts-check
/** @import { Model } from "./model.js" */
import { byId, fillRows, make, makeRow, setCells, setText } from "./elements.js";

/**
 * The schemas by which records are read and written.
 * @param {Model} model
 */
export function showSchemas({ status: { schemas } }) {
  fillRows(byId("schemas"), schemas, {
    key: ({ subject, id }) => `${subject}/${id}`,
    create: createRow,
    update: (row, { subject, id, version, name }) => {
      const [record, where] = row.cells[0]?.children ?? [];
      if (record) setText(record, name.split(".").at(-1) ?? name);
      if (where) setText(where, subject);
      setCells(row, null, String(id), String(version));
    },
  });
}

function createRow() {
  const row = makeRow("head", "number", "number");
  row.cells[0]?.append(make("b", ""), make("small", "mono"));
  return row;
}
