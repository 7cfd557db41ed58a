import type { APIInteractionResponse } from 'discord-api-types/v10';
import { beginDelivery } from '../commands/begin-delivery.ts';
import { refuse } from '../commands/command.ts';
import type { FollowingAction } from '../delivery/job.ts';
import { deferred, ephemeral } from '../interactions/respond.ts';
import { describeFailure } from '../locale/failure.ts';
import type { PressContext } from './press-context.ts';

/** Retry and Continue. The new answer is a message of its own, so what was said before stays; it belongs to who pressed. */
export async function askFurther(
  context: PressContext,
  deliveryId: string,
  action: FollowingAction,
): Promise<APIInteractionResponse> {
  const { interaction, texts, services } = context;
  const mute = await services.mutes.read(interaction.channelId);
  if (mute.kind === 'muted') return ephemeral(texts.stillMuted(Math.ceil(mute.untilMs / 1000)));
  const taken = await services.delivery(deliveryId).take(action);
  if (taken.kind === 'gone') return refuse(texts, 'button_expired');
  const prompt = action === 'continue' ? texts.continuePrompt : taken.prompt;
  return (await beginDelivery(context, interaction, { kind: 'answer', prompt }))
    ? deferred()
    : ephemeral(describeFailure(texts, 'internal', undefined, services.now()));
}
