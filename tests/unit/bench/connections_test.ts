import { assertEquals } from "@std/assert";
import { parseConnections } from "../../../bench/connections.ts";

const files = `total 0
lrwx------ 1 root root 64 Nov 30 12:00 10 -> socket:[4001]
lrwx------ 1 root root 64 Nov 30 12:00 11 -> socket:[4002]
lrwx------ 1 root root 64 Nov 30 12:00 12 -> socket:[4003]
lr-x------ 1 root root 64 Nov 30 12:00 13 -> /dev/null
lr-x------ 1 root root 64 Nov 30 12:00 14 -> pipe:[4009]
`;
const heading =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";

function row(state: string, inode: number): string {
  const addresses = "0100007F:C350 0100007F:7148";
  return `   0: ${addresses} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0\n`;
}

Deno.test("the connections of a process are established, and not those of other processes", () => {
  const tables = heading + row("01", 4001) + row("0A", 4002) + row("01", 5000);
  assertEquals(parseConnections(files + tables), 1);
});

Deno.test("connections over IPv6 count, too", () => {
  const four = heading + row("01", 4001);
  const six = heading + row("01", 4003);
  assertEquals(parseConnections(files + four + six), 2);
});

Deno.test("a process that has exited has no connections", () => {
  assertEquals(parseConnections(""), 0);
});
