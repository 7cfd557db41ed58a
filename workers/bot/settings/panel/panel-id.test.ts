import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SCOPES } from '../../../../shared/settings/settings.ts';
import { FIELDS_OF } from './fields.ts';
import { formatLogId, formatPanelId, parseLogId, parsePanelId } from './panel-id.ts';

const anyId = fc.constantFrom(...SCOPES).chain((scope) =>
  fc.record({
    verb: fc.constantFrom('go', 'home', 'pick', 'view', 'put', 'clear', 'edit', 'role'),
    scope: fc.constant(scope),
    field: fc.option(fc.constantFrom(...FIELDS_OF[scope])),
    part: fc.option(fc.constantFrom('allow', 'deny', '0', '48', '9'.repeat(20))),
    version: fc.integer({ min: 0, max: 999_999_999_999_999 }),
  }),
);

it('reads what it writes, within Discord’s 100 characters', () => {
  fc.assert(
    fc.property(anyId, (id) => {
      const customId = formatPanelId(id);
      expect(customId.length).toBeLessThanOrEqual(100);
      expect(parsePanelId(customId)).toEqual(id);
    }),
  );
  fc.assert(fc.property(fc.nat(), (before) => parseLogId(formatLogId(before)) === before));
});

it('takes nothing else', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parsePanelId(text)).toBeNull();
      expect(parseLogId(text)).toBeNull();
    }),
  );
  for (const forged of [
    'set.put.person.dailyTokens.-.0',
    'set.put.person.constructor.-.0',
    'set.put.everybody.language.-.0',
    'set.drop.server.language.-.0',
    'set.put.server.language.-.0.1',
  ]) {
    expect(parsePanelId(forged)).toBeNull();
  }
});
