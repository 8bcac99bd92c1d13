// @ts-check

/**
 * The position of a state on the tile grid, counted from 1.
 * @typedef {{ readonly code: string, readonly name: string, readonly row: number, readonly column: number }} StateTile
 */

/** The columns of the tile grid. */
export const gridColumns = 11;

/** The rows of the tile grid; a dot is an empty tile. */
const grid = [
  "AK .  .  .  .  .  .  .  .  .  ME",
  ".  .  .  .  .  .  .  .  .  VT NH",
  "WA ID MT ND MN IL WI MI NY RI MA",
  "OR NV WY SD IA IN OH PA NJ CT .",
  "CA UT CO NE MO KY WV VA MD DE .",
  ".  AZ NM KS AR TN NC SC DC .  .",
  ".  .  .  OK LA MS AL GA .  .  .",
  "HI .  .  TX .  .  .  .  FL .  .",
];

/** @type {Readonly<Record<string, string>>} */
const names = {
  ...{ AL: "Alabama", AK: "Alaska", AZ: "Arizona", AR: "Arkansas", CA: "California" },
  ...{ CO: "Colorado", CT: "Connecticut", DE: "Delaware", DC: "District of Columbia" },
  ...{ FL: "Florida", GA: "Georgia", HI: "Hawaii", ID: "Idaho", IL: "Illinois", IN: "Indiana" },
  ...{ IA: "Iowa", KS: "Kansas", KY: "Kentucky", LA: "Louisiana", ME: "Maine", MD: "Maryland" },
  ...{ MA: "Massachusetts", MI: "Michigan", MN: "Minnesota", MS: "Mississippi" },
  ...{ MO: "Missouri", MT: "Montana", NE: "Nebraska", NV: "Nevada", NH: "New Hampshire" },
  ...{ NJ: "New Jersey", NM: "New Mexico", NY: "New York", NC: "North Carolina" },
  ...{ ND: "North Dakota", OH: "Ohio", OK: "Oklahoma", OR: "Oregon", PA: "Pennsylvania" },
  ...{ RI: "Rhode Island", SC: "South Carolina", SD: "South Dakota", TN: "Tennessee" },
  ...{ TX: "Texas", UT: "Utah", VT: "Vermont", VA: "Virginia", WA: "Washington" },
  ...{ WV: "West Virginia", WI: "Wisconsin", WY: "Wyoming" },
};

/**
 * All fifty states and the District of Columbia, from north to south.
 * @returns {StateTile[]}
 */
export function stateTiles() {
  return grid.flatMap((line, row) =>
    line.split(/ +/).flatMap((code, column) => {
      const name = stateName(code);
      return name === null ? [] : [{ code, name, row: row + 1, column: column + 1 }];
    })
  );
}

/**
 * The name of a state by its two-letter code; null for any other locale.
 * @param {string} locale
 */
export function stateName(locale) {
  return Object.hasOwn(names, locale) ? names[locale] ?? null : null;
}
