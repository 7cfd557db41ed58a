import { expect, it } from 'vitest';
import type { DocumentFacts } from '../../../shared/contract/documents.ts';
import { shortenName } from './begin.ts';
import { findDocument } from './names.ts';

const listed = (id: string, scope: DocumentFacts['scope'], mayChange: boolean) =>
  ({ id, scope, name: '규칙.md', may_change: mayChange }) as DocumentFacts;

it('finds of several documents of one name the person’s own, else one that they may change', () => {
  const [server, mine, channel] = [
    listed('s', 'server', false),
    listed('m', 'me', true),
    listed('c', 'channel', true),
  ];
  expect(findDocument([{ ...server, may_change: true }, mine, channel], '규칙.MD')?.id).toBe('m');
  expect(findDocument([server, channel], '규칙.md'.normalize('NFD'))?.id).toBe('c');
  expect(findDocument([server], ' 규칙.md ')?.id).toBe('s');
  expect(findDocument([server, mine], 's')?.id).toBe('s');
  expect(findDocument([server, mine], '다른.md')).toBeUndefined();
});

it('takes nothing hidden for the name of a document', () => {
  expect(shortenName('\u202egnp\u{e0041}\u200b.exe')).toBe('gnp.exe');
  expect(shortenName('\u200b')).toBe('document');
});
