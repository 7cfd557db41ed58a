import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { REPLACING } from './tests/replacing.ts';
import Sequencer from './tests/sequencer.ts';

// What is waited for comes when it comes: a departure is noticed at a heartbeat, and a loaded machine is slow.
const patient = { poll: { timeout: 30_000, interval: 25 } };

// Whatever a test replaces is put back before the next one, since files share their modules: to load them anew for each file took
// more than the tests themselves.
const shared = { isolate: false, restoreMocks: true, unstubGlobals: true, unstubEnvs: true } as const;
// One number for all projects: they are then run as one list, in which nobody waits for the last file of another project. It begins
// with those of whole stacks, which mostly wait: one of faults takes a quarter of a core, one of another project not half of one. So
// there are more than two for each core. It ends with the short ones.
const maxWorkers = Math.min(8, 2 * availableParallelism() + 1);

const wholeStack = {
  globalSetup: ['tests/build.setup.ts'],
  maxWorkers,
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: patient,
};

export default defineConfig({
  test: {
    reporters: ['default', './tests/count-reporter.ts'],
    sequence: { sequencer: Sequencer },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,workers,dev,bench,tests}/**/*.test.ts'],
          exclude: ['tests/{integration,faults,e2e}/**', ...REPLACING],
          ...shared,
          maxWorkers,
          // Their end is a hang: a test that takes two seconds by itself takes thirty where ten others want the same cores.
          testTimeout: 90_000,
          hookTimeout: 90_000,
          expect: patient,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          exclude: REPLACING,
          ...shared,
          ...wholeStack,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          exclude: REPLACING,
          ...shared,
          ...wholeStack,
        },
      },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...shared, ...wholeStack } },
      { test: { name: 'replacing', include: REPLACING, ...wholeStack } },
    ],
  },
});
