/** The prefix of this program's metrics. */
export const prefix = "login_pipeline_";

/** Bounds in seconds for work that takes milliseconds. */
export const workBounds = [
  0.001,
  0.0025,
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
];

/** Bounds in seconds for latency that may reach hours during a backlog. */
export const ageBounds = [
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
  30,
  60,
  300,
  1800,
  7200,
];
