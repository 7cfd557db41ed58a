/** Documents as a person names them. */
import type { DocumentFacts } from '../../../shared/contract/documents.ts';
import type { CompletionContext } from '../commands/command.ts';
import type { Choice, InteractionCallback } from '../discord/respond.ts';
import type { Texts } from '../locale/texts.ts';
import { refuse } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { documentPermissions } from './permissions.ts';

export type LoadedDocuments =
  | { ok: true; documents: DocumentFacts[] }
  | { ok: false; refusal: InteractionCallback };

export async function loadDocuments(context: InteractionContext): Promise<LoadedDocuments> {
  const { caller, interaction, services, texts } = context;
  const reply = await services.bff.documents.list(caller, { permissions: documentPermissions(interaction) });
  if (reply.ok) return { ok: true, documents: reply.value.documents };
  services.log.warn('documents.failed', { action: 'list', code: reply.failure.code });
  return { ok: false, refusal: refuse(texts, 'documents_unreachable') };
}

/** By the id that is offered, or by the name that was typed: then one's own goes before what others share. */
export function findDocument(documents: readonly DocumentFacts[], typed: string): DocumentFacts | undefined {
  const wanted = typed.trim().normalize().toLowerCase();
  const named = documents.filter(({ name }) => name.toLowerCase() === wanted);
  return (
    documents.find(({ id }) => id === wanted) ??
    named.find(({ scope }) => scope === 'me') ??
    named.find(({ may_change: mayChange }) => mayChange) ??
    named[0]
  );
}

const MAX_CHOICE_CHARS = 100;

/** An isolate knows them for a minute: a keystroke costs no call. */
export async function completeDocument(context: CompletionContext, typed: string): Promise<Choice[]> {
  const { caller, services, texts, interaction } = context;
  const key = `${caller.guild_id ?? 'dm'}:${caller.channel_id}:${caller.user_id}`;
  let documents = services.documentNames.find(key);
  if (documents === undefined) {
    const loaded = await loadDocuments(context);
    if (!loaded.ok) return [];
    documents = loaded.documents;
    services.documentNames.keep(key, documents);
  }
  const wanted = typed.trim().toLowerCase();
  const changes = interaction.subcommand !== 'show';
  return documents
    .filter(
      ({ name, may_change: mayChange }) => name.toLowerCase().includes(wanted) && (mayChange || !changes),
    )
    .map((document) => ({ name: labelOf(document, texts), value: document.id }));
}

function labelOf({ name, scope }: DocumentFacts, texts: Texts): string {
  const where = ` · ${texts.documents.scopes[scope]}`;
  return `📄 ${name}`.slice(0, MAX_CHOICE_CHARS - where.length).toWellFormed() + where;
}

export function forgetNames({ caller, services }: InteractionContext): void {
  services.documentNames.drop(`${caller.guild_id ?? 'dm'}:${caller.channel_id}:${caller.user_id}`);
}
