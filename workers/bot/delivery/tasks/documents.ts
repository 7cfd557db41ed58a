/**
 * Documents that somebody has added: handed over to be read, and how far that has come, in one message that only they see. Pure
 * core: the bff, the documents Worker and the webhook are given. Repeating it adds nothing: each attempt has a name of its own.
 */
import type {
  AddedDocument,
  DocumentFacts,
  DocumentScope,
  IngestJob,
} from '../../../../shared/contract/documents.ts';
import type { Failure } from '../../../../shared/contract/failure.ts';
import { toErrorCode } from '../../../../shared/errors.ts';
import type { BffReply } from '../../bff/call.ts';
import { ORIGINAL } from '../../discord/webhook.ts';
import type { DocumentItem, DocumentsTask } from '../../documents/task.ts';
import { failureText } from '../../locale/failure.ts';
import { showFileName } from '../../locale/file-name.ts';
import type { Texts } from '../../locale/texts.ts';
import { answerDraft, toMessage } from '../../message/draft.ts';
import { type DeliveryJob, lastRequestMs } from '../job.ts';
import type { PosterDeps } from '../poster.ts';
import { finishWith, type PostReport, posterOf } from './one-message.ts';

export interface DocumentsDeps extends PosterDeps {
  texts: Texts;
  add(item: DocumentItem): Promise<BffReply<AddedDocument>>;
  ingest(job: IngestJob): Promise<boolean>;
  /** Takes back what `add` has put in the list. */
  withdraw(id: string): Promise<unknown>;
  list(): Promise<BffReply<{ documents: DocumentFacts[] }>>;
}

export interface DocumentsReport extends PostReport {
  outcome: 'read' | 'reading' | 'refused';
}

type Known =
  | { kind: 'waiting'; id: string; replaces: boolean }
  | { kind: 'reading'; id: string; done: number; all: number }
  | { kind: 'ready'; chunks: number; scope: DocumentScope }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'gone' };

const HANDOVER_TRIES = 3;
const HANDOVER_PAUSE_MS = 1_000;
/** Until the first look, in milliseconds; each further one comes later. */
const FIRST_LOOK_MS = 1_000;
const SLOWER = 1.5;
const MAX_LOOK_MS = 20_000;
/** With the requests that add ten documents, a delivery stays within the 50 of the free plan. */
const MAX_LOOKS = 14;

export async function deliverDocuments(
  job: Pick<DeliveryJob, 'receivedAtMs' | 'traceparent'>,
  { items }: DocumentsTask,
  deps: DocumentsDeps,
): Promise<DocumentsReport> {
  const known: Known[] = [];
  for (const item of items) known.push(await handOver(item, job.traceparent, deps));
  let shown = '';
  const show = async () => {
    const text = describe(items, known, deps);
    if (text === shown || !known.some(isUnderWay)) return;
    shown = text;
    await deps.webhook.edit(ORIGINAL, toMessage(answerDraft(text)));
  };
  await show();
  let pauseMs = FIRST_LOOK_MS;
  for (let look = 0; look < MAX_LOOKS && known.some(isUnderWay); look += 1) {
    if (deps.now() + pauseMs + MAX_LOOK_MS > lastRequestMs(job)) break;
    await deps.sleep(pauseMs);
    pauseMs = Math.min(MAX_LOOK_MS, pauseMs * SLOWER);
    const listed = await deps.list();
    if (!listed.ok) continue;
    for (const [index, state] of known.entries()) {
      if (isUnderWay(state)) known[index] = lookAt(state, items[index], listed.value.documents);
    }
    await show();
  }
  const goesOn = known.some(isUnderWay);
  const text = [describe(items, known, deps), ...(goesOn ? [deps.texts.documents.progress.goesOn] : [])];
  const outcome = goesOn ? 'reading' : known.some(({ kind }) => kind === 'ready') ? 'read' : 'refused';
  return { outcome, ...(await finishWith(posterOf(job, deps), answerDraft(text.join('\n')), deps.texts)) };
}

async function handOver(item: DocumentItem, traceparent: string, deps: DocumentsDeps): Promise<Known> {
  const added = await deps.add(item);
  if (!added.ok) return { kind: 'failed', failure: added.failure };
  const { id, ingestion, replaces } = added.value;
  const job: IngestJob = { document: id, ingestion, name: item.name, source: item.source, traceparent };
  for (let attempt = 1; attempt <= HANDOVER_TRIES; attempt += 1) {
    if (await deps.ingest(job)) return { kind: 'waiting', id, replaces: replaces && item.id === undefined };
    await deps.sleep(HANDOVER_PAUSE_MS);
  }
  // Or it would count as being read, and not be taken once more. One that is searched already stays.
  if (item.id === undefined && !replaces) await deps.withdraw(id);
  return { kind: 'failed', failure: { code: 'documents_unavailable' } };
}

function isUnderWay(known: Known): known is Extract<Known, { id: string }> {
  return known.kind === 'waiting' || known.kind === 'reading';
}

function lookAt(
  known: Extract<Known, { id: string }>,
  item: DocumentItem | undefined,
  documents: readonly DocumentFacts[],
): Known {
  const document = documents.find(({ id }) => id === known.id);
  // Another attempt has taken its place: what it comes to is told elsewhere.
  if (document === undefined || document.ingestion !== item?.ingestion) return { kind: 'gone' };
  switch (document.state) {
    case 'ready':
      return { kind: 'ready', chunks: document.chunks, scope: document.scope };
    case 'failed':
      return { kind: 'failed', failure: { code: toErrorCode(document.problem ?? 'document_lost') } };
    case 'reading':
      if (document.next_chunks === 0) return known;
      return { kind: 'reading', id: known.id, done: document.done_chunks, all: document.next_chunks };
  }
}

function describe(
  items: readonly DocumentItem[],
  known: readonly Known[],
  deps: Pick<DocumentsDeps, 'texts' | 'now'>,
): string {
  const lines = known.map((state, index) => describeOne(showFileName(items[index]?.name ?? ''), state, deps));
  const { progress, list } = deps.texts.documents;
  const head = known.some(isUnderWay) ? [progress.head] : [];
  // Once: with each of ten documents it would be too much for one message.
  const foot = known.some((state) => state.kind === 'ready' && state.scope === 'me') ? [list.mine] : [];
  return [...head, ...lines, ...foot].join('\n');
}

function describeOne(
  name: string,
  state: Known,
  { texts, now }: Pick<DocumentsDeps, 'texts' | 'now'>,
): string {
  const { progress } = texts.documents;
  switch (state.kind) {
    case 'waiting':
      return [progress.waiting(name), ...(state.replaces ? [progress.replaced(name)] : [])].join('\n');
    case 'reading':
      return progress.reading(name, state.done, state.all);
    case 'ready':
      return progress.ready(name, state.chunks, state.scope);
    case 'gone':
      return progress.gone(name);
    case 'failed':
      return progress.failed(name, `${failureText(texts, state.failure, now())} (${state.failure.code})`);
  }
}
