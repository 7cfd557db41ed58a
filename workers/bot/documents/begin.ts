/** Hands what is to be read over to a delivery, which tells the person how far it has come. */
import { oneLine } from '../../../shared/actions/one-line.ts';
import type { DocumentScope } from '../../../shared/contract/documents.ts';
import { MAX_DOCUMENT_NAME_CHARS } from '../../../shared/limits.ts';
import { beginDelivery } from '../delivery/begin.ts';
import { deferredEphemeral, type InteractionCallback } from '../discord/respond.ts';
import { refuse, refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { forgetNames } from './names.ts';
import { allowedScopes, documentPermissions } from './permissions.ts';
import type { DocumentItem } from './task.ts';

export async function beginReading(
  context: InteractionContext,
  scope: DocumentScope,
  items: readonly Omit<DocumentItem, 'ingestion'>[],
): Promise<InteractionCallback> {
  const { interaction, caller, texts, services } = context;
  const refusal = refuseScope(context, scope);
  if (refusal !== null) return refusal;
  const task = {
    kind: 'documents' as const,
    permissions: documentPermissions(interaction),
    scope,
    items: items.map((item) => ({ ...item, ingestion: crypto.randomUUID() })),
  };
  forgetNames(context);
  const [isBegun] = await Promise.all([
    beginDelivery(interaction, caller, { task, isPrivate: true }, services),
    // An erasure has to find it.
    services.directory.note(caller.user_id, interaction.id),
  ]);
  return isBegun ? deferredEphemeral() : refuseFailure(texts, { code: 'internal' }, services.now());
}

export function refuseScope(
  { interaction, texts }: InteractionContext,
  scope: DocumentScope,
): InteractionCallback | null {
  if (allowedScopes(interaction).includes(scope)) return null;
  return refuse(texts, interaction.guildId === null ? 'document_scope_outside' : 'document_scope_forbidden');
}

/** Short enough, and still with what its end says. */
export function shortenName(name: string): string {
  const plain = oneLine(name.normalize()) || 'document';
  if (plain.length <= MAX_DOCUMENT_NAME_CHARS) return plain;
  const end = /\.[^.\s]{1,10}$/.exec(plain)?.[0] ?? '';
  return `${plain.slice(0, MAX_DOCUMENT_NAME_CHARS - end.length - 1).toWellFormed()}…${end}`;
}
