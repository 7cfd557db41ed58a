import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseInteraction } from './parse.ts';

const base = {
  id: '300000000000000001',
  token: 'token',
  channel_id: '400000000000000001',
  user: { id: '200000000000000001' },
};
const parse = (payload: unknown) => parseInteraction(JSON.stringify(payload));

it('never throws on any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => typeof parseInteraction(text).ok === 'boolean'),
  );
});

it('never throws on any JSON', () => {
  fc.assert(fc.property(fc.json(), (json) => typeof parseInteraction(json).ok === 'boolean'));
});

it('never throws on any data', () => {
  const type = fc.integer({ min: 0, max: 10 });
  fc.assert(
    fc.property(type, fc.jsonValue(), fc.jsonValue(), (type, data, options) => {
      const data2 = { name: 'chat', options };
      return (
        parse({ ...base, type, data }).ok !== undefined &&
        parse({ ...base, type, data: data2 }).ok !== undefined
      );
    }),
  );
});

it('reads the options of a sub-command as its own', () => {
  const data = {
    name: 'privacy',
    options: [{ name: 'export', type: 1, options: [{ name: 'all', type: 5, value: true }] }],
  };
  const parsed = parse({ ...base, type: 2, data });
  expect(parsed).toMatchObject({ ok: true, interaction: { kind: 'command', subcommand: 'export' } });
  expect(parsed.ok && parsed.interaction.kind === 'command' && [...parsed.interaction.options]).toEqual([
    ['all', true],
  ]);
});

it('takes all roles that a server may have: a limit of any of them holds', () => {
  const roles = Array.from({ length: 251 }, (_, at) => String(600_000_000_000_000_000n + BigInt(at)));
  const member = { user: { id: '200000000000000009' }, permissions: '0', roles };
  const parsed = parse({ ...base, type: 99, guild_id: '500000000000000001', member });
  expect(parsed).toMatchObject({ interaction: { roleIds: roles.slice(0, 250) } });
});

it('takes the person from the member in a guild, with the permissions there', () => {
  const member = { user: { id: '200000000000000009' }, permissions: '8192' };
  const parsed = parse({ ...base, type: 99, guild_id: '500000000000000001', member });
  expect(parsed).toMatchObject({
    ok: true,
    interaction: { kind: 'unknown', userId: '200000000000000009', permissions: 8192n },
  });
});

it.each(['-1', '1e9', 'x', 8192, null])('takes permissions of %j for none', (permissions) => {
  const member = { user: { id: '200000000000000009' }, permissions };
  expect(parse({ ...base, type: 99, member })).toMatchObject({ interaction: { permissions: 0n } });
});

it('refuses what is not JSON', () => {
  expect(parseInteraction('{"type":')).toEqual({ ok: false, problem: 'not JSON' });
});
