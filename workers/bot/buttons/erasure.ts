import type { APIInteractionResponse } from 'discord-api-types/v10';
import { refuse } from '../commands/command.ts';
import { update } from '../discord/respond.ts';
import type { ErasureButton } from '../message/custom-id.ts';
import type { PressContext } from './press-context.ts';

/** The person has chosen. When it fails the question stays as it is, and can be answered again. */
export async function answerErasure(
  { caller, texts, services }: PressContext,
  action: ErasureButton['action'],
): Promise<APIInteractionResponse> {
  if (action === 'keep') return update(texts.privacy.kept);
  const reply = await services.bff.erase(caller);
  if (reply.ok) return update(texts.privacy.erased(reply.value.erased_messages));
  services.log.warn('privacy.failed', { action, code: reply.code });
  return refuse(texts, 'privacy_unavailable');
}
