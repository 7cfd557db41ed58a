import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// What is waited for comes when it comes: a departure is noticed at a heartbeat, and a loaded machine is slow.
const patient = { poll: { timeout: 30_000, interval: 25 } };

// Each file that starts a stack has its own workerd, Postgres and Redis, and mostly waits: two at a time share two cores well.
const wholeStack = {
  globalSetup: ['tests/build.setup.ts'],
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: patient,
};

export default defineConfig({
  test: {
    reporters: ['default', './tests/count-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,workers,dev,bench,tests}/**/*.test.ts'],
          exclude: ['tests/{integration,faults,e2e}/**'],
          maxWorkers: Math.max(2, availableParallelism() - 1),
          // Their end is a hang: a test that takes two seconds by itself takes thirty where ten others want the same cores.
          testTimeout: 90_000,
          hookTimeout: 90_000,
          expect: patient,
        },
      },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], ...wholeStack } },
      { test: { name: 'faults', include: ['tests/faults/**/*.test.ts'], ...wholeStack } },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...wholeStack } },
    ],
  },
});
