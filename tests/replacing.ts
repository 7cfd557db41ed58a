/** Test files that replace modules, which would stay replaced for others: each has its modules for itself (vitest.config.ts). */
export const REPLACING = [
  'tests/faults/talk.test.ts',
  'tests/integration/taken-port.test.ts',
  'workers/bot/delivery/look-again.test.ts',
  'workers/bot/delivery/object.test.ts',
  'workers/bot/delivery/tasks/sound.test.ts',
  'workers/bot/delivery/tasks/spoken-reply.test.ts',
  'workers/bot/privacy/erasure-object.test.ts',
  'workers/bot/reminders/object.test.ts',
  'workers/console/scheduled.test.ts',
  'workers/documents/parse/hostile.test.ts',
  'workers/documents/reading/object.test.ts',
  'workers/logs/object.test.ts',
];
