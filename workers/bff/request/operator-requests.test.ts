import { expect, it } from 'vitest';
import { parseCreateKey, parseLedgerFilter } from './operator-requests.ts';

it('holds no text that Postgres would refuse', () => {
  const [sent, kept] = ['a\0b\ud800', 'a\ufffdb\ufffd'];
  expect(parseLedgerFilter({ days: 7, model: sent })).toEqual({ ok: true, value: { days: 7, model: kept } });
  const key = { name: sent, options: { models: sent } };
  expect(parseCreateKey(key)).toEqual({ ok: true, value: { name: kept, options: { models: kept } } });
});
