/** How a date is read. */
export interface FormatOptions {
  /** Reads the date in UTC instead of local time. */
  timeZone?: "UTC";
}

type Fields = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly dayPeriod: "AM" | "PM";
};

const SYMBOLS: Readonly<Record<string, (fields: Fields) => string | number>> = {
  yyyy: ({ year }) => year,
  yy: ({ year }) => padded(year, 2).slice(-2),
  M: ({ month }) => month,
  MM: ({ month }) => padded(month, 2),
  d: ({ day }) => day,
  dd: ({ day }) => padded(day, 2),
  H: ({ hour }) => hour,
  HH: ({ hour }) => padded(hour, 2),
  h: ({ hour }) => hour12(hour),
  hh: ({ hour }) => padded(hour12(hour), 2),
  m: ({ minute }) => minute,
  mm: ({ minute }) => padded(minute, 2),
  s: ({ second }) => second,
  ss: ({ second }) => padded(second, 2),
  S: ({ millisecond }) => padded(millisecond, 3).slice(0, 1),
  SS: ({ millisecond }) => padded(millisecond, 3).slice(0, 2),
  SSS: ({ millisecond }) => padded(millisecond, 3),
  a: ({ dayPeriod }) => dayPeriod,
};

/** At one place: a run of one letter, or a quoted literal. */
const SYMBOL_OR_QUOTED = /(?<symbol>([a-zA-Z])\2*)|'(?<quoted>\\.|[^']*)'/y;

/**
 * Formats a date by the symbols of Unicode LDML (UTS 35, date field symbols): `yyyy yy M MM d dd H
 * HH h hh m mm s ss S SS SSS a`; `'text'` is literal, and so is each character without a meaning.
 */
export function format(date: Date, formatString: string, options: FormatOptions = {}): string {
  const fields = options.timeZone === "UTC" ? utcFields(date) : localFields(date);
  let text = "";
  let index = 0;
  while (index < formatString.length) {
    SYMBOL_OR_QUOTED.lastIndex = index;
    const match = SYMBOL_OR_QUOTED.exec(formatString);
    const { symbol, quoted } = match?.groups ?? {};
    const render = symbol === undefined ? undefined : SYMBOLS[symbol];
    if (match && (render || quoted !== undefined)) {
      text += render ? render(fields) : quoted;
      index += match[0].length;
    } else {
      text += formatString[index++];
    }
  }
  return text;
}

function utcFields(date: Date): Fields {
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    dayPeriod: localDayPeriod(date),
  };
}

function localFields(date: Date): Fields {
  return {
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
    millisecond: date.getMilliseconds(),
    dayPeriod: localDayPeriod(date),
  };
}

/** The published function reads AM or PM in local time even when the rest is in UTC. */
function localDayPeriod(date: Date): "AM" | "PM" {
  return date.getHours() >= 12 ? "PM" : "AM";
}

function hour12(hour: number): number {
  return hour % 12 === 0 ? 12 : hour % 12;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
