/** What the names of this program's metrics begin with. */
export const prefix = "login_pipeline_";

/** Bounds for work that takes milliseconds, in seconds. */
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

/** Bounds for what may also wait for hours behind a backlog, in seconds. */
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
