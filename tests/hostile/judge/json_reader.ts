/** Reads one JSON text strictly by RFC 8259; throws if it is invalid or rejected by the contract. */
export function readJson(text: string, maxDepth: number): unknown {
  const reader = new JsonReader(text, maxDepth);
  return reader.readWhole();
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const plain = /[ !#-[\]-\uffff]*/y;
const hex = /[0-9a-fA-F]{4}/y;
const space = /[ \t\n\r]*/y;
const escaped: Readonly<Record<string, string>> = {
  ...{ '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" },
};
const words = [["true", true], ["false", false], ["null", null]] as const;

class JsonReader {
  readonly #text: string;
  readonly #maxDepth: number;
  #at = 0;
  #depth = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  readWhole(): unknown {
    const value = this.#value();
    if (this.#at !== this.#text.length) this.#refuse("something behind the value");
    return value;
  }

  #value(): unknown {
    this.#take(space);
    const value = this.#bareValue();
    this.#take(space);
    return value;
  }

  #bareValue(): unknown {
    const char = this.#text[this.#at];
    if (char === '"') return this.#string();
    if (char === "{") return this.#nested("}", () => this.#members());
    if (char === "[") return this.#nested("]", () => this.#items());
    for (const [word, value] of words) if (this.#takeWord(word)) return value;
    const digits = this.#take(number);
    return digits === "" ? this.#refuse("no value") : Number(digits);
  }

  #nested(end: string, readParts: () => unknown): unknown {
    if (++this.#depth > this.#maxDepth) this.#refuse("too many levels");
    this.#at++;
    const parts = readParts();
    if (!this.#takeWord(end)) this.#refuse(`no ${end}`);
    this.#depth--;
    return parts;
  }

  #items(): unknown[] {
    const items: unknown[] = [];
    this.#take(space);
    if (this.#text[this.#at] === "]") return items;
    do items.push(this.#value()); while (this.#takeWord(","));
    return items;
  }

  #members(): ReadonlyMap<string, unknown> {
    const members = new Map<string, unknown>();
    this.#take(space);
    if (this.#text[this.#at] === "}") return members;
    do {
      this.#take(space);
      const name = this.#string();
      this.#take(space);
      if (!this.#takeWord(":")) this.#refuse("no colon");
      members.set(name, this.#value());
    } while (this.#takeWord(","));
    return members;
  }

  #string(): string {
    if (!this.#takeWord('"')) this.#refuse("no string");
    let string = this.#take(plain);
    while (this.#takeWord("\\")) string += this.#escape() + this.#take(plain);
    if (!this.#takeWord('"')) this.#refuse("no end of the string");
    return string;
  }

  #escape(): string {
    if (!this.#takeWord("u")) {
      return escaped[this.#text[this.#at++] ?? ""] ?? this.#refuse("an unknown escape");
    }
    const unit = this.#unit();
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit);
    const low = unit < 0xdc00 && this.#takeWord("\\u") ? this.#unit() : 0;
    if (low < 0xdc00 || low > 0xdfff) this.#refuse("half a surrogate pair");
    return String.fromCharCode(unit, low);
  }

  #unit(): number {
    const digits = this.#take(hex);
    return digits === "" ? this.#refuse("no four hexadecimal digits") : parseInt(digits, 16);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#text)?.[0] ?? "";
    this.#at += taken.length;
    return taken;
  }

  #takeWord(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  #refuse(what: string): never {
    throw new Error(what);
  }
}
