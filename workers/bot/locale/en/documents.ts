import type { DocumentProblemTexts, DocumentTexts } from '../texts/documents.ts';
import { counted } from './counted.ts';

const SCOPES = { server: 'this server', channel: 'this channel', me: 'only me' } as const;

/** Else it would not be clear in a channel why it was not found. */
const MINE =
  '“Only me” documents are searched only for answers that only you see, and in direct messages with Libra.';

export const documentsEn: DocumentTexts = {
  form: {
    title: 'Add documents',
    files: 'Files',
    filesHint: 'Up to 10: PDF, DOCX, HTML, Markdown, CSV, text, code. Up to 10 MiB each.',
    scope: 'Who may find them?',
    scopeHint: '“Only me”: used only in answers that only you see, and in direct messages with Libra.',
  },
  scopes: SCOPES,
  progress: {
    head: '📚 **Reading the documents.**',
    waiting: (name) => `⏳ ${name}: downloading`,
    reading: (name, done, all) => `⏳ ${name}: ${done} of ${all} pieces`,
    ready: (name, chunks, scope) =>
      `✅ ${name} has been read (${counted(chunks, 'piece')}, ${SCOPES[scope]}).`,
    replaced: (name) => `♻️ ${name} replaces the document of the same name.`,
    failed: (name, why) => `❌ ${name}: ${why}`,
    goesOn: 'Still reading. `/docs list` shows how far it is.',
    gone: (name) => `🗑️ ${name} was removed while it was being read.`,
  },
  list: {
    empty: '📚 There are no documents here yet. Add files or a web page with `/docs add`.',
    head: (count) => `📚 **${counted(count, 'document')}**`,
    line: ({ name, scope, state, chunks, pages, isStale }) =>
      [
        `• ${name} · ${SCOPES[scope]}`,
        ...(state === 'reading' ? ['⏳ being read'] : state === 'failed' ? ['❌ not read'] : []),
        ...(pages === null ? [] : [counted(pages, 'page')]),
        ...(chunks === 0 ? [] : [counted(chunks, 'piece')]),
        ...(isStale ? ['needs reindexing'] : []),
      ].join(' · '),
    more: (count) => `…and ${count} more`,
    mine: MINE,
    how: 'Ask a question: I answer from these documents, and numbers show where each part is from.',
  },
  show: {
    source: { file: 'file', page: 'web page', message: 'message' },
    state: { reading: '⏳ being read', ready: '✅ can be found', failed: '❌ could not be read' },
    size: (bytes) =>
      bytes < 1_048_576
        ? `${Math.max(1, Math.round(bytes / 1024))} KiB`
        : `${(bytes / 1_048_576).toFixed(1)} MiB`,
    added: (atSec) => `added <t:${atSec}:f>`,
    stale:
      'Parts of it can only be found by their words. With `/docs reindex` they can be found by meaning, too.',
  },
  removed: (name) => `🗑️ ${name} is removed. I no longer use it for answers.`,
  cited: (number, name, where) => `📄 [${number}] ${name}${where === '' ? '' : ` · ${where}`}`,
  pages: (first, last) => (first === last ? `p. ${first}` : `pp. ${first}–${last}`),
  wordsOnly: '-# 📄 Documents could not be searched by meaning this time, only by words.',
  unavailable: '-# 📄 Documents could not be searched this time, so I answered without them.',
  openPassage: '📄 Show a source',
  passageGone: 'This document has been removed or changed, and cannot be shown any more.',
};

export const documentProblemsEn: DocumentProblemTexts = {
  document_unknown: 'There is no such document here. `/docs list` shows the documents that are here.',
  document_forbidden:
    'Only the person who added this document, or people with **Manage Server** (for a channel: **Manage Channels**), can change it.',
  document_scope_forbidden:
    'To add documents for a server you need **Manage Server**, for a channel **Manage Channels**. Anyone can choose “Only me”.',
  document_scope_outside: 'Outside servers you can only add documents for yourself.',
  document_url: 'Please give an address that begins with `http://` or `https://`.',
  documents_unreachable: 'Documents are not available right now. Please try again in a moment.',
  document_file_type: (file) =>
    `${file} cannot be read. Libra reads PDF, DOCX, HTML, Markdown, CSV, text and code.`,
};
