import { expect, it } from 'vitest';
import { createNotifier } from './notifier.ts';

it('wakes who waits, once a notice', async () => {
  const notifier = createNotifier();
  let woken = 0;
  const waiting = notifier.next().then(() => (woken += 1));
  await Promise.resolve();
  expect(woken).toBe(0);
  notifier.notify();
  await waiting;
  const again = notifier.next().then(() => (woken += 1));
  await Promise.resolve();
  expect(woken).toBe(1);
  notifier.notify();
  await again;
});

it('keeps notices that nobody waits for, as one', async () => {
  const notifier = createNotifier();
  notifier.notify();
  notifier.notify();
  await notifier.next();
  let isWoken = false;
  void notifier.next().then(() => (isWoken = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isWoken).toBe(false);
});
