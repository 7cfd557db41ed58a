import { defineConfig } from 'vitest/config';

// What is waited for comes when it comes: a departure is noticed at a heartbeat, and a loaded machine is slow.
const patient = { poll: { timeout: 20_000, interval: 25 } };

// Everything that starts a stack runs in one file at a time: each has its own workerd, Postgres and Redis.
const wholeStack = {
  globalSetup: ['tests/build.setup.ts'],
  fileParallelism: false,
  testTimeout: 60_000,
  hookTimeout: 120_000,
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
