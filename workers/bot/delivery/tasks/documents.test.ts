import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../../shared/contract/caller.ts';
import type { DocumentFacts } from '../../../../shared/contract/documents.ts';
import { ERROR_CODES } from '../../../../shared/errors.ts';
import { MAX_DOCUMENT_FILES } from '../../../../shared/limits.ts';
import { MAX_MESSAGE_CHARS } from '../../discord/message.ts';
import { textsFor } from '../../locale/choose.ts';
import { type DocumentsDeps, deliverDocuments } from './documents.ts';

/** As many as a form takes, each with as long a name as is shown. */
const items = Array.from({ length: MAX_DOCUMENT_FILES }, (_, index) => ({
  name: `${index}${'장'.repeat(100)}.pdf`,
  source: { kind: 'file' as const, url: 'https://cdn.example/a', content_type: null, size_bytes: 1 },
  ingestion: `ingestion-${index}`,
}));

async function contentsOf(
  locale: (typeof LOCALES)[number],
  facts: Partial<DocumentFacts>,
  replaces = false,
): Promise<string[]> {
  const contents: string[] = [];
  const texts = textsFor(locale);
  const refuse = () => Promise.reject(new Error('Nothing but edits'));
  const deps: DocumentsDeps = {
    texts,
    now: () => 0,
    sleep: async () => undefined,
    onPosting: () => undefined,
    onOriginalShown: () => undefined,
    onFollowUp: () => undefined,
    onRemoved: () => undefined,
    webhook: {
      async edit(id, { content = '' }) {
        contents.push(content);
        const message = { id, content, isBlank: false, buttons: [], attachments: [] };
        return { kind: 'ok', message, pauseMs: 0 };
      },
      create: refuse,
      read: refuse,
      remove: refuse,
    },
    add: async ({ name, ingestion }) => ({ ok: true, value: { id: ingestion, ingestion, name, replaces } }),
    ingest: async () => true,
    withdraw: refuse,
    list: async () => ({
      ok: true,
      value: { documents: items.map((item) => ({ ...item, id: item.ingestion, ...facts }) as never) },
    }),
  };
  const task = { kind: 'documents' as const, permissions: {} as never, scope: 'me' as const, items };
  await deliverDocuments({ receivedAtMs: 0, traceparent: '' }, task, deps);
  return contents;
}

describe.each(LOCALES)('as many documents as a form takes (%s)', (locale) => {
  it('are told to have been read in one message, with where they are found said once', async () => {
    const contents = await contentsOf(locale, { state: 'ready', chunks: 1_234, scope: 'me' });
    const last = contents.at(-1) ?? '';
    for (const content of contents) expect(content.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
    expect(last.split(textsFor(locale).documents.list.mine)).toHaveLength(2);
  });

  it('are told in one message while they are read', async () => {
    const reading = { state: 'reading' as const, next_chunks: 0, scope: 'me' as const };
    const contents = await contentsOf(locale, reading, true);
    for (const content of contents) expect(content.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
  });

  it.each(ERROR_CODES.filter((code) => code.startsWith('document')))(
    'are told in one message why they cannot be read: %s',
    async (problem) => {
      const contents = await contentsOf(locale, { state: 'failed', problem });
      for (const content of contents) expect(content.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
    },
  );
});
