import { assertEquals } from "@std/assert";
import { TaskStates } from "../../../src/observe/task_states.ts";
import { committed } from "./commits.ts";

const stage = "count";

/** The tasks of a worker with partitions 0 and 1, and of another one with partition 2. */
function scene() {
  const tasks = new TaskStates(() => 7);
  tasks.take({ event: "assigned", stage, partitions: [0, 1], memberId: "m-0" }, 0);
  tasks.take({ event: "assigned", stage, partitions: [2], memberId: "m-1" }, 1);
  const states = () => [0, 1, 2].map((partition) => tasks.find(stage, partition)?.state ?? null);
  const own = (...partitions: readonly number[]) => {
    const owned = partitions.map((partition) => ({ partition, offset: 1, keys: 4 }));
    tasks.take({ event: "owned", stage, partitions: owned, ms: 1 }, 0);
  };
  return { tasks, states, own };
}

Deno.test("an assigned partition is acquiring until its worker owns it", () => {
  const { tasks, states, own } = scene();
  own(0, 1);
  assertEquals(states(), ["running", "running", "acquiring"]);
  assertEquals(tasks.find(stage, 1)?.keys, 4);
});

Deno.test("a commit gives each of its partitions its own offset", () => {
  const { tasks } = scene();
  tasks.take(committed([{ partition: 0, offset: 5 }, { partition: 1, offset: 9 }], stage), 0);
  const found = [0, 1].map((partition) => tasks.find(stage, partition));
  assertEquals(found.map((task) => task?.committed), [5, 9]);
  assertEquals(found.map((task) => task?.lastCommitMs), [7, 7]);
});

Deno.test("all partitions of a worker that recovers recover, and no others", () => {
  const { tasks, states, own } = scene();
  own(0, 1);
  tasks.take({ event: "recovering", stage, recovery: "reacquire", reason: "no answer" }, 0);
  assertEquals(states(), ["recovering", "recovering", "acquiring"]);
  own(0, 1);
  assertEquals(states(), ["running", "running", "acquiring"]);
});

Deno.test("a worker that was late does not change the partitions of the next owner", () => {
  const { tasks, states, own } = scene();
  tasks.take({ event: "assigned", stage, partitions: [0, 2], memberId: "m-1" }, 1);
  own(0, 1);
  assertEquals(states(), ["acquiring", "running", "acquiring"]);
});
