// @ts-check

/**
 * The element with an id, of its kind in index.html.
 * @template {Element} [T=HTMLElement]
 * @param {string} id
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof (kind ?? HTMLElement))) throw new Error(`index.html lacks #${id}`);
  return /** @type {T} */ (/** @type {unknown} */ (element));
}

/**
 * Sets a text only if it changes, so that the browser keeps selection and does not redraw or reread.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Sets an attribute only if it changes; null removes it.
 * @param {Element} element
 * @param {string} name
 * @param {string | null} value
 */
export function setAttribute(element, name, value) {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/**
 * An element with a class, and text or elements as children; text is never parsed as HTML.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/**
 * Makes the children of a list or table body match these items. An item that stays keeps its element,
 * so that focus, selection, and scroll position stay.
 * @template Item
 * @template {HTMLElement} Row
 * @param {HTMLElement} parent
 * @param {readonly Item[]} items
 * @param {{ key: (item: Item) => string, create: (item: Item) => Row, update: (row: Row, item: Item) => void }} how
 */
export function fillRows(parent, items, { key, create, update }) {
  /** @type {Map<string | undefined, Row>} */
  const before = new Map();
  for (const child of parent.children) {
    const row = /** @type {Row} */ (child);
    before.set(row.dataset["key"], row);
  }
  items.forEach((item, at) => {
    const name = key(item);
    const row = before.get(name) ?? create(item);
    before.delete(name);
    row.dataset["key"] = name;
    update(row, item);
    if (parent.children[at] !== row) parent.insertBefore(row, parent.children[at] ?? null);
  });
  for (const row of before.values()) row.remove();
}

/**
 * A table row whose cells have these classes; a class that starts with "head" makes a row header.
 * @param {...string} classes
 */
export function makeRow(...classes) {
  return make(
    "tr",
    "",
    ...classes.map((name) => {
      if (!name.startsWith("head")) return make("td", name);
      const cell = make("th", name.slice("head".length).trim());
      cell.scope = "row";
      return cell;
    }),
  );
}

/**
 * Sets the texts of the cells of a row, from left to right; null leaves a cell unchanged.
 * @param {HTMLTableRowElement} row
 * @param {...(string | null)} texts
 */
export function setCells(row, ...texts) {
  texts.forEach((text, at) => {
    const cell = row.cells[at];
    if (cell && text !== null) setText(cell, text);
  });
}
