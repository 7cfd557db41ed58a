import type { APIInteractionResponse } from 'discord-api-types/v10';
import { deliveryOf } from '../commands/begin-delivery.ts';
import { refuse } from '../commands/command.ts';
import type { FollowingAction } from '../delivery/job.ts';
import { deferred, ephemeral } from '../discord/respond.ts';
import type { AnswerButton } from '../message/custom-id.ts';
import type { PressContext } from './press-context.ts';

/**
 * Retry and Continue. The new answer is a message of its own, so what was said before stays. A repeated question belongs to
 * who pressed; only in the conversation of who asked is there something to continue.
 */
export async function askFurther(
  context: PressContext,
  { deliveryId, askerId }: Pick<AnswerButton, 'deliveryId' | 'askerId'>,
  action: FollowingAction,
): Promise<APIInteractionResponse> {
  const { interaction, texts, services } = context;
  const mute = await services.mutes.read(interaction.channelId);
  if (mute.kind === 'muted') return ephemeral(texts.stillMuted(Math.ceil(mute.untilMs / 1000)));
  const isContinued = action === 'continue';
  const caller = isContinued ? { ...context.caller, user_id: askerId } : context.caller;
  const verdict = await services.delivery(deliveryId).follow(action, {
    ...deliveryOf({ ...context, caller }, interaction),
    prompt: isContinued ? texts.continuePrompt : null,
  });
  if (verdict === 'gone') return refuse(texts, 'button_expired');
  services.log.info('delivery.accepted', { task: 'answer', verdict });
  return deferred();
}
