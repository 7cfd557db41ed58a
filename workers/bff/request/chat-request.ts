/** `POST /v1/chat/completions`: what is accepted, and from whom. Pure. */

import type { AcceptedChat } from './accepted-chat.ts';
import { parseClientChat } from './client-chat.ts';
import { ANY_MODEL, type ModelAbilities } from './models/abilities.ts';
import { parsePersonChat } from './person-chat.ts';
import type { Validated } from './validate.ts';

/**
 * `kind` is who proved to be calling: the bot must say for whom it asks, and a client may not.
 * `abilitiesOf`: what each target of the model that is asked for can do; undefined for the default one.
 */
export function parseChatRequest(
  input: unknown,
  kind: 'bot' | 'client',
  abilitiesOf: (model: string | undefined) => readonly ModelAbilities[] = () => [ANY_MODEL],
): Validated<AcceptedChat> {
  return kind === 'bot' ? parsePersonChat(input) : parseClientChat(input, abilitiesOf);
}
