/** Who may add and remove documents where. Pure; the bff asks again. */
import type { DocumentPermissions, DocumentScope } from '../../../shared/contract/documents.ts';
import type { InteractionBase } from '../discord/parse.ts';
import { mayManageChannel, mayManageServer } from '../discord/permissions.ts';

type Where = Pick<InteractionBase, 'guildId' | 'permissions'>;

export function documentPermissions(where: Where): DocumentPermissions {
  return { manage_server: mayManageServer(where), manage_channel: mayManageChannel(where) };
}

/** The widest first. */
export function allowedScopes(where: Where): DocumentScope[] {
  const { manage_server: server, manage_channel: channel } = documentPermissions(where);
  return [...(server ? (['server'] as const) : []), ...(channel ? (['channel'] as const) : []), 'me'];
}
