/** What Libra says of documents. Types alone. */
import type { DocumentScope } from '../../../../shared/contract/documents.ts';

export interface ListedDocumentText {
  name: string;
  scope: DocumentScope;
  state: 'reading' | 'ready' | 'failed';
  chunks: number;
  pages: number | null;
  isStale: boolean;
}

export interface DocumentTexts {
  /** Of the form; the title and the labels at most 45 characters, hints 100. */
  form: { title: string; files: string; filesHint: string; scope: string; scopeHint: string };
  scopes: Record<DocumentScope, string>;
  /** Lines of the message that tells how far it has come. `name`: shown as code. */
  progress: {
    head: string;
    waiting: (name: string) => string;
    reading: (name: string, done: number, all: number) => string;
    ready: (name: string, chunks: number, scope: DocumentScope) => string;
    replaced: (name: string) => string;
    failed: (name: string, why: string) => string;
    /** Nobody waits any longer for what is not read yet. */
    goesOn: string;
    /** It was removed while it was being read. */
    gone: (name: string) => string;
  };
  list: {
    empty: string;
    head: (count: number) => string;
    line: (document: ListedDocumentText) => string;
    more: (count: number) => string;
    /** Where one’s own are searched. */
    mine: string;
    how: string;
  };
  show: {
    source: Record<'file' | 'page' | 'message', string>;
    state: Record<'reading' | 'ready' | 'failed', string>;
    size: (bytes: number) => string;
    added: (atSec: number) => string;
    stale: string;
  };
  removed: (name: string) => string;
  /** Under an answer. */
  cited: (number: number, name: string, where: string) => string;
  pages: (first: number, last: number) => string;
  wordsOnly: string;
  unavailable: string;
  /** At most 150 characters. */
  openPassage: string;
  passageGone: string;
}

export interface DocumentProblemTexts {
  document_unknown: string;
  document_forbidden: string;
  document_scope_forbidden: string;
  document_scope_outside: string;
  document_url: string;
  documents_unreachable: string;
  document_file_type: (file: string) => string;
}
