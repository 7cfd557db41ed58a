import { expect, it } from 'vitest';
import { answerDraft, contentOf, type Draft, fitsMessage, isSameDraft, toEdit, toMessage } from './draft.ts';

const file = (name: string, text = name) => ({ name, type: 'text/plain', text });

it('shows the status line small below the text, in one line', () => {
  expect(contentOf({ ...answerDraft('Text'), status: 'looking\nit up' })).toBe('Text\n-# looking it up');
  expect(contentOf({ ...answerDraft(''), status: 'looking it up' })).toBe('-# looking it up');
});

it('counts the status line in the length', () => {
  const full = answerDraft('x'.repeat(2_000));
  expect(fitsMessage(full)).toBe(true);
  expect(fitsMessage({ ...full, status: 's' })).toBe(false);
});

it.each<[string, Partial<Draft>]>([
  ['kind', { kind: 'note' }],
  ['text', { text: 'other' }],
  ['status', { status: 's' }],
  ['embeds', { embeds: [{ title: 'e' }] }],
  ['files', { files: [file('a'), file('b', 'other')] }],
  ['components', { components: [] }],
  ['flags', { flags: 0 }],
])('tells drafts of another %s apart', (_, change) => {
  const draft: Draft = {
    ...answerDraft('text'),
    files: [file('a'), file('b')],
    components: [{ type: 1, components: [] }],
  };
  expect(isSameDraft(draft, { ...draft })).toBe(true);
  expect(isSameDraft(draft, { ...draft, ...change })).toBe(false);
});

it('removes the buttons of a message that has none any more', () => {
  expect(toMessage(answerDraft('text'))).toEqual({ content: 'text', components: [] });
});

it('keeps files by their ids when they are the same', () => {
  const shown = { ...answerDraft('text'), files: [file('a'), file('b')] };
  const edit = toEdit({ ...shown, text: 'more' }, shown, ['8', '9']);
  expect(edit).toEqual({ content: 'more', components: [], keptAttachments: ['8', '9'] });
});

it('sends files again when they differ, or when their ids are unknown', () => {
  const shown = { ...answerDraft('text'), files: [file('a')] };
  const files = [file('a'), file('b')];
  expect(toEdit({ ...shown, files }, shown, ['8'])).toMatchObject({ files, keptAttachments: [] });
  expect(toEdit(shown, shown, [])).toMatchObject({ files: shown.files, keptAttachments: [] });
});

it('removes the files and embeds of a message that has none any more', () => {
  const shown = { ...answerDraft('text'), files: [file('a')], embeds: [{ title: 'e' }] };
  expect(toEdit(answerDraft('text'), shown, ['8'])).toEqual({
    content: 'text',
    components: [],
    embeds: [],
    files: [],
    keptAttachments: [],
  });
});

it('says nothing of attachments where there were and are none', () => {
  expect(toEdit(answerDraft('more'), answerDraft('text'), [])).not.toHaveProperty('keptAttachments');
});
