/** Where a document is from, as the bff is told of it. Pure. */
import type { AddDocumentRequest, IngestJob } from '../../../shared/contract/documents.ts';

export function describeSource(
  source: IngestJob['source'],
): Pick<AddDocumentRequest, 'source' | 'url' | 'size_bytes'> {
  switch (source.kind) {
    case 'page':
      return { source: 'page', url: source.url };
    case 'text':
      return { source: 'message' };
    case 'file':
      return { source: 'file', size_bytes: source.size_bytes };
    case 'stored':
      return { source: 'file' };
  }
}
