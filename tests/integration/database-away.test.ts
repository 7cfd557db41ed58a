import { afterEach, expect, inject, it } from 'vitest';
import { parseDevVars } from '../../dev/stack/settings.ts';
import { startStack } from '../../dev/stack/stack.ts';
import { findFreePort } from '../../dev/stand-in/free-port.ts';

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
afterEach(() => void process.off('unhandledRejection', note));

it('rejects where the PostgreSQL is away, and leaves no rejection that would end the process with a trace', async () => {
  process.on('unhandledRejection', note);
  const settings = parseDevVars(
    `DATABASE_URL=postgres://libra:libra@127.0.0.1:${await findFreePort()}/libra`,
  );
  const starting = startStack({ settings, bundles: inject('bundles'), redis: 'valkey' });
  await expect(starting).rejects.toThrow('PostgreSQL cannot be reached');
  expect(unhandled).toEqual([]);
});
