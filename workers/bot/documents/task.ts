/** What a delivery is to have read. Plain data: it crosses an RPC boundary. */
import type { DocumentPermissions, DocumentScope, IngestJob } from '../../../shared/contract/documents.ts';

export interface DocumentItem {
  name: string;
  source: IngestJob['source'];
  /** Of the attempt. */
  ingestion: string;
  /** Of one that is there already and gets new vectors. */
  id?: string;
}

export interface DocumentsTask {
  kind: 'documents';
  permissions: DocumentPermissions;
  scope: DocumentScope;
  items: DocumentItem[];
}
