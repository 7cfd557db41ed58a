/** What wrangler.toml binds. Types alone; the variables are read by config.ts. */
import type { IngestJob } from '../../shared/contract/documents.ts';

export interface DocumentReadingRpc {
  /** Durable before it returns. The same attempt once more changes nothing; another one takes its place. */
  accept(job: IngestJob): Promise<void>;
  /** Nothing is kept of the document any more. A step that is under way ends without a trace. */
  forget(): Promise<void>;
}

export interface DocumentsEnv extends Readonly<Record<string, unknown>> {
  BFF: Fetcher;
  DOCUMENT_READING: { getByName(name: string): DocumentReadingRpc };
  /** In the local stack alone: the public internet, which refuses names that resolve to private addresses. */
  PUBLIC_WEB?: Fetcher;
}
