import { assertEquals } from "@std/assert";
import { type OpenApi, OpenApiCheck } from "../../support/openapi.ts";
import { shown } from "./shown.ts";

const askedFor: Readonly<Record<string, readonly string[]>> = {
  "/api/counts": ["/api/counts", "/api/counts?window=PT1M", "/api/counts?window=P9D"],
  "/api/counts/{locale}": ["/api/counts/CO", "/api/counts/CO?window=PT1M", "/api/counts/XX"],
  "/api/events": [],
};

Deno.test("every path of the OpenAPI document answers as the document says", async () => {
  using scene = shown();
  scene.pipeline.step();
  const document: OpenApi = await (await scene.get("/api/openapi.json")).json();
  const check = new OpenApiCheck(document);
  const paths = Object.keys(document.paths);
  for (const path of paths) {
    for (const asked of askedFor[path] ?? [path]) {
      assertEquals(await check.answer(path, await scene.get(asked)), [], asked);
    }
  }
  assertEquals(paths.length, 9);
});

Deno.test("the check against the document notices an undescribed field and a wrong value", async () => {
  using scene = shown();
  const check = new OpenApiCheck(await (await scene.get("/api/openapi.json")).json());
  const status = await (await scene.get("/api/status")).json();
  assertEquals(check.complaints("Status", status), []);
  assertEquals(check.complaints("Status", { ...status, extra: 1 }).length, 1);
  status.partitions[0].lag = -1;
  assertEquals(check.complaints("Status", status).length > 0, true);
});

Deno.test("snapshot and step fit the schemas of the OpenAPI document", async () => {
  using scene = shown();
  const check = new OpenApiCheck(await (await scene.get("/api/openapi.json")).json());
  const snapshot = await scene.get("/api/events");
  const reader = snapshot.body!.getReader();
  const text = new TextDecoder().decode((await reader.read()).value);
  assertEquals(check.complaints("Snapshot", JSON.parse(text.split("\ndata: ")[1]!)), []);
  assertEquals(check.complaints("Step", scene.pipeline.step()), []);
  await reader.cancel();
});

Deno.test("the OpenAPI document has a schema for each thing that the API says", async () => {
  using scene = shown();
  const { components }: OpenApi = await (await scene.get("/api/openapi.json")).json();
  assertEquals(Object.keys(components.schemas).sort(), [
    "ChangedCounts",
    "Counts",
    "Health",
    "History",
    "LocaleAnswer",
    "LocaleCount",
    "Partition",
    "Problem",
    "Sample",
    "Service",
    "Snapshot",
    "Stage",
    "Status",
    "Step",
  ]);
});
