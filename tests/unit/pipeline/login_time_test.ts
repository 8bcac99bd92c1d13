import { assertEquals } from "@std/assert";
import { LoginTimes } from "../../../src/pipeline/login_time.ts";

Deno.test("a login time is yyyy-MM-dd HH:mm:ss in UTC in any time zone", () => {
  const times = new LoginTimes();
  const write = (timestampMs: number) => times.textOf(timestampMs);
  assertEquals(write(0), "1970-01-01 00:00:00");
  assertEquals(write(1720576825000), "2024-07-10 02:00:25");
  assertEquals(write(Date.UTC(2024, 1, 29, 23, 59, 59)), "2024-02-29 23:59:59");
  assertEquals(write(Date.UTC(2024, 2, 10, 12, 5, 9)), "2024-03-10 12:05:09");
  assertEquals(write(253402300799000), "9999-12-31 23:59:59");
});

Deno.test("a remembered date is written the same, even after thousands of others", () => {
  const times = new LoginTimes();
  const write = (timestampMs: number) => times.textOf(timestampMs);
  const moments = Array.from({ length: 5000 }, (_, day) => day * 86_400_000 + day * 1000);
  const first = moments.map(write);
  assertEquals(moments.map(write), first);
  assertEquals(first[4999], "1983-09-09 01:23:19");
});
