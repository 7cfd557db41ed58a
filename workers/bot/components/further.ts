import type { APIInteractionResponse } from 'discord-api-types/v10';
import { beginDelivery } from '../commands/begin-delivery.ts';
import { refuse } from '../commands/command.ts';
import type { FollowingAction } from '../delivery/job.ts';
import { deferred, ephemeral } from '../interactions/respond.ts';
import { describeFailure } from '../locale/failure.ts';
import type { AnswerButton } from './custom-id.ts';
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
  const taken = await services.delivery(deliveryId).take(action);
  if (taken.kind === 'gone') return refuse(texts, 'button_expired');
  const [prompt, userId] =
    action === 'continue' ? [texts.continuePrompt, askerId] : [taken.prompt, context.caller.user_id];
  const caller = { ...context.caller, user_id: userId };
  return (await beginDelivery({ ...context, caller }, interaction, { kind: 'answer', prompt }))
    ? deferred()
    : ephemeral(describeFailure(texts, 'internal', undefined, services.now()));
}
