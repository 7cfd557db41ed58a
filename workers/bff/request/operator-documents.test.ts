import { expect, it } from 'vitest';
import { parseOperatorDocument } from './operator-documents.ts';

it('takes a name on one line with nothing hidden in it, and none that is nothing else', () => {
  const named = (name: string) => parseOperatorDocument({ guild_id: '1', name, text: 'x' });
  expect(named(' \u202ea\n b\u{e0041}.md ')).toMatchObject({ ok: true, value: { name: 'a b.md' } });
  for (const name of ['', ' \n', '\u200b']) {
    expect(named(name)).toMatchObject({ ok: false, code: 'invalid_request', param: 'name' });
  }
});
