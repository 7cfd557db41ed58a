/** `/docs list`, `show`, `remove` and `reindex`. */
import type { DocumentFacts } from '../../../shared/contract/documents.ts';
import { toErrorCode } from '../../../shared/errors.ts';
import { carryOutOnce } from '../delivery/once.ts';
import { ephemeral, type InteractionCallback } from '../discord/respond.ts';
import { failureText } from '../locale/failure.ts';
import { showFileName } from '../locale/file-name.ts';
import type { ListedDocumentText } from '../locale/texts/documents.ts';
import { refuse, refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { beginReading } from './begin.ts';
import { findDocument, forgetNames, loadDocuments } from './names.ts';
import { documentPermissions } from './permissions.ts';

/** Of Discord's 2,000 characters, with room for the last lines. */
const MAX_LIST_CHARS = 1_700;

export async function listAll(context: InteractionContext): Promise<InteractionCallback> {
  const { list: t } = context.texts.documents;
  const loaded = await loadDocuments(context);
  if (!loaded.ok) return loaded.refusal;
  const { documents } = loaded;
  if (documents.length === 0) return ephemeral(t.empty);
  const lines = [t.head(documents.length)];
  let length = 0;
  for (const [index, document] of documents.entries()) {
    const line = t.line(toListed(document));
    length += line.length + 1;
    if (length > MAX_LIST_CHARS) {
      lines.push(t.more(documents.length - index));
      break;
    }
    lines.push(line);
  }
  const isAnyMine = documents.some((document) => toListed(document).scope === 'me');
  return ephemeral([...lines, `-# ${t.how}${isAnyMine ? ` ${t.mine}` : ''}`].join('\n'));
}

function toListed({ name, is_stale: isStale, ...document }: DocumentFacts): ListedDocumentText {
  return { ...document, name: showFileName(name), isStale };
}

type Found = { ok: true; document: DocumentFacts } | { ok: false; refusal: InteractionCallback };

async function find(context: InteractionContext, typed: string): Promise<Found> {
  const loaded = await loadDocuments(context);
  if (!loaded.ok) return loaded;
  const document = findDocument(loaded.documents, typed);
  if (document === undefined) return { ok: false, refusal: refuse(context.texts, 'document_unknown') };
  return { ok: true, document };
}

export async function showOne(context: InteractionContext, typed: string): Promise<InteractionCallback> {
  const found = await find(context, typed);
  if (!found.ok) return found.refusal;
  const { texts, services } = context;
  const { document } = found;
  const { show: t } = texts.documents;
  const why =
    document.problem === null
      ? []
      : [failureText(texts, { code: toErrorCode(document.problem) }, services.now())];
  return ephemeral(
    [
      texts.documents.list.line(toListed(document)),
      `${t.state[document.state]} · ${t.source[document.source]} · ${t.size(document.size_bytes)} · ${t.added(document.added_at)}`,
      ...(document.url === null ? [] : [`<${document.url}>`]),
      ...why,
      ...(document.is_stale && document.state === 'ready' ? [t.stale] : []),
    ].join('\n'),
  );
}

export async function removeOne(context: InteractionContext, typed: string): Promise<InteractionCallback> {
  const found = await find(context, typed);
  if (!found.ok) return found.refusal;
  const { texts, services, interaction, caller } = context;
  const { document } = found;
  if (!document.may_change) return refuse(texts, 'document_forbidden');
  const unreachable = () => refuse(texts, 'documents_unreachable');
  return carryOutOnce(context, unreachable, async () => {
    const reply = await services.bff.documents.remove(caller, {
      permissions: documentPermissions(interaction),
      id: document.id,
    });
    forgetNames(context);
    if (reply.ok && document.state === 'reading') await services.forgetReadings([document.id]);
    if (reply.ok) return ephemeral(texts.documents.removed(showFileName(document.name)));
    services.log.warn('documents.failed', { action: 'remove', code: reply.failure.code });
    switch (reply.failure.code) {
      case 'forbidden':
        return refuse(texts, 'document_forbidden');
      case 'upstream_unreachable':
      case 'internal':
        return unreachable();
      default:
        return refuseFailure(texts, reply.failure, services.now());
    }
  });
}

/** With the permissions of its scope: who has added it may do so, too. */
export async function reindexOne(context: InteractionContext, typed: string): Promise<InteractionCallback> {
  const found = await find(context, typed);
  if (!found.ok) return found.refusal;
  const { document } = found;
  if (!document.may_change) return refuse(context.texts, 'document_forbidden');
  const item = { name: document.name, source: { kind: 'stored' as const }, id: document.id };
  return beginReading(context, 'me', [item]);
}
