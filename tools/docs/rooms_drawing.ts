import type { RoomArrow } from "./room_arrows.ts";
import { escaped } from "./svg.ts";

const stepPx = 19;
const leftPx = 176;
const topPx = 48;
const title = "Rooms and their imports";
const legend = "From a room go right to a dot, then down the arrow: that is a room it imports.";
const typeLegend = "A hollow dot: types only.";

// The colors follow the reader's light or dark scheme.
const style = `
  text { font: 12px ui-monospace, monospace; fill: #1f2328; }
  .title { font: 600 14px system-ui, sans-serif; }
  .legend { font: 12px system-ui, sans-serif; }
  .line { stroke: #afb8c1; stroke-width: 1; fill: none; }
  .head { fill: #57606a; }
  .room { fill: #57606a; }
  .value { fill: #0969da; }
  .type { fill: #ffffff; stroke: #0969da; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .line { stroke: #484f58; }
    .head, .room { fill: #9198a1; }
    .value { fill: #4493f8; }
    .type { fill: #0d1117; stroke: #4493f8; }
  }`;

/**
 * The rooms as SVG, down a diagonal in their order. Each importer's line runs to the right, each
 * imported room's arrow comes down from above, and a dot where the two cross is an import.
 */
export function roomsDrawing(rooms: readonly string[], arrows: readonly RoomArrow[]): string {
  const place = new Map(rooms.map((room, index) => [room, index * stepPx]));
  const x = (room: string) => leftPx + (place.get(room) ?? 0);
  const y = (room: string) => topPx + (place.get(room) ?? 0);
  const [width, height] = [leftPx, topPx].map((edge) => edge + rooms.length * stepPx);
  const lines = rooms.flatMap((room) => {
    const right = Math.max(...arrows.filter(({ from }) => from === room).map(({ to }) => x(to)));
    const above = Math.min(...arrows.filter(({ to }) => to === room).map(({ from }) => y(from)));
    const [left, bottom] = [x(room), y(room)];
    const head = `M${left - 3.5} ${bottom - 10}h7l-3.5 6z`;
    return [
      ...(right > left ? [`<path class="line" d="M${left + 4} ${bottom}H${right}"/>`] : []),
      ...(above < bottom
        ? [
          `<path class="line" d="M${left} ${above}V${
            bottom - 10
          }"/><path class="head" d="${head}"/>`,
        ]
        : []),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${title}</title>`,
    `<style>${style}\n</style>`,
    `<text class="title" x="${leftPx + 60}" y="16">${title}</text>`,
    `<text class="legend" x="${leftPx + 60}" y="34">${legend} ${typeLegend}</text>`,
    ...lines,
    ...arrows.map(({ from, to, isType }) =>
      `<circle class="${isType ? "type" : "value"}" cx="${x(to)}" cy="${y(from)}" r="3.5"/>`
    ),
    ...rooms.map((room) =>
      `<circle class="room" cx="${x(room)}" cy="${y(room)}" r="3"/>` +
      `<text x="${x(room) - 8}" y="${y(room) + 4}" text-anchor="end">${escaped(room)}</text>`
    ),
    "</svg>\n",
  ].join("\n");
}
