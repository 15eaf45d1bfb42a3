import assert from "node:assert/strict";
import { test } from "node:test";
import { retryDelay } from "../../../Web/js/socketio/backoff.js";

test("delays double up to half a minute", () => {
  const delays = [0, 1, 2, 3, 4, 5, 6, 7, 100, 5000].map((failures) => retryDelay(failures, () => 1));
  assert.deepEqual(delays, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
});

test("delays are spread over their second half", () => {
  assert.equal(retryDelay(3, () => 0), 2000);
  assert.equal(retryDelay(3, () => 0.5), 3000);
});
