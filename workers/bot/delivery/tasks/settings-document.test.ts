import { describe, expect, it } from 'vitest';
import type { SettingsChangeReply } from '../../bff/settings.ts';
import { en } from '../../locale/en.ts';
import { viewOf } from '../../settings/panel/fixtures.ts';
import { exportDocument, type ImportDeps, importDocument } from './settings-document.ts';

const deps = { texts: en, now: () => 0 } as ImportDeps;

function take(text: string, reply: SettingsChangeReply) {
  const put: unknown[] = [];
  const told = importDocument({
    ...deps,
    filename: 'settings.json',
    download: async () => ({ ok: true, text }),
    put: async (document) => {
      put.push(document);
      return reply;
    },
  });
  return told.then((value) => ({ ...value, put }));
}

const OK: SettingsChangeReply = { kind: 'ok', value: viewOf() };

describe('an import', () => {
  it('hands over what the file holds', async () => {
    expect(await take('{"server":{}}', OK)).toMatchObject({ outcome: 'done', put: [{ server: {} }] });
  });

  it.each(['', 'no JSON', `${'['.repeat(50)}${']'.repeat(50)}`])('hands over nothing of %j', async (text) => {
    const { outcome, draft, put } = await take(text, OK);
    expect({ outcome, put }).toEqual({ outcome: 'refused', put: [] });
    expect(draft.text).toContain('settings_invalid');
  });

  it('names all mistakes, in a file where a message is too short for them', async () => {
    const problems = Array.from({ length: 300 }, (_, n) => ({
      code: 'malformed_id' as const,
      path: `server.answersIn.allow[${n}]`,
    }));
    const few = await take('{}', { kind: 'invalid', problems: problems.slice(0, 3) });
    expect(few.draft.text).toContain('`server.answersIn.allow[2]` is not an id of Discord.');
    expect(few.draft.files).toBeUndefined();
    const many = await take('{}', { kind: 'invalid', problems });
    expect(many.draft.text.length).toBeLessThan(2_000);
    expect(many.draft.files?.[0]?.text.split('\n')).toHaveLength(300);
  });

  it('says that somebody else has changed something since', async () => {
    const { draft } = await take('{}', { kind: 'conflict', current: viewOf(), fields: [] });
    expect(draft.text).toContain('settings_conflict');
  });

  it('says which file could not be read', async () => {
    const { draft } = await importDocument({
      ...deps,
      filename: 'settings.json',
      download: async () => ({ ok: false, code: 'attachment_expired' }),
      put: () => Promise.reject(new Error('nothing was read')),
    });
    expect(draft.text).toContain('`settings.json`');
  });
});

it('an export that fails says so, and sends no file', async () => {
  const failure = { code: 'upstream_unreachable' } as const;
  const { outcome, draft } = await exportDocument(async () => ({ kind: 'failed', failure }), deps);
  expect(outcome).toBe('refused');
  expect(draft.files).toBeUndefined();
});
