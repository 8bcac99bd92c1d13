/** Pairs whose comparison has begun: meeting one again means a cycle, which counts as equal. */
type Begun = Map<object, object>;
type Keyed = Map<unknown, unknown> | Set<unknown>;

/**
 * Tells whether two values are deeply equal: 0 equals -0, NaN equals NaN, prototypes must agree
 * (a null prototype counts as a plain object), functions are equal only to themselves.
 */
export function equal(a: unknown, b: unknown): boolean {
  return compare(a, b, new Map());
}

function compare(a: unknown, b: unknown, begun: Begun): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (kindOf(a) !== kindOf(b)) return false;
  if (a instanceof WeakMap) throw new TypeError("Cannot compare WeakMap instances");
  if (a instanceof WeakSet) throw new TypeError("Cannot compare WeakSet instances");
  if (a instanceof WeakRef) return compare(a.deref(), (b as WeakRef<object>).deref(), begun);
  const elements = elementsOf(a);
  if (elements) return equalElements(elements, elementsOf(b)!);
  if (begun.get(a) === b) return true;
  if (Object.keys(a).length !== Object.keys(b).length) return false;
  begun.set(a, b);
  if (isKeyed(a) && isKeyed(b)) return equalKeyed(a, b, begun);
  if (isDescribedByString(a)) return String(a) === String(b);
  return equalProperties(a, b, begun);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function kindOf(value: object): object {
  return Object.getPrototypeOf(value) ?? Object.prototype;
}

function elementsOf(value: object): ArrayLike<unknown> | undefined {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return value as Uint8Array | BigInt64Array;
  }
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
    return new Uint8Array(value);
  }
  return undefined;
}

function equalElements(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i] && !Object.is(a[i], b[i])) return false;
  }
  return true;
}

function isKeyed(value: object): value is Keyed {
  return value instanceof Map || value instanceof Set;
}

function equalKeyed(a: Keyed, b: Keyed, begun: Begun): boolean {
  if (a.size !== b.size) return false;
  if (![...a.keys()].some((key) => isObject(key) || typeof key === "function")) {
    return [...a.entries()].every(([key, value]) =>
      b.has(key) && (b instanceof Set || compare(value, b.get(key), begun))
    );
  }
  return [...a.entries()].every((entry) =>
    [...b.entries()].some((other) =>
      compare(entry[0], other[0], begun) && compare(entry[1], other[1], begun)
    )
  );
}

/** Values whose state is in internal slots and whose string form tells all of it. */
function isDescribedByString(value: object): boolean {
  return [RegExp, URL, URLSearchParams, Intl.Locale]
    .some((type) => Object.getPrototypeOf(value) === type.prototype) ||
    Object.prototype.toString.call(value).startsWith("[object Temporal.");
}

function equalProperties(a: object, b: object, begun: Begun): boolean {
  const keys = isPlain(a)
    ? new Set(Reflect.ownKeys({ ...a, ...b }))
    : inheritedKeys(a).union(inheritedKeys(b));
  return [...keys].every((key) =>
    compare(Reflect.get(a, key), Reflect.get(b, key), begun) && (key in a) === (key in b)
  );
}

function isPlain(value: object): boolean {
  const kind = kindOf(value);
  return kind === Object.prototype || kind === Array.prototype;
}

/** Own keys, hidden ones too, of the value and its classes: getters there may be its only state. */
function inheritedKeys(value: object): Set<PropertyKey> {
  const keys = new Set<PropertyKey>();
  let level: object | null = value;
  while (level !== null && level !== Object.prototype && level !== Array.prototype) {
    for (const key of Reflect.ownKeys(level)) keys.add(key);
    level = Object.getPrototypeOf(level);
  }
  return keys;
}
