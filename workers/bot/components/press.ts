/** A button under an answer was pressed. Answered within Discord's 3 seconds: the object only takes note, the work follows. */
import type { APIInteractionResponse } from 'discord-api-types/v10';
import { errorName } from '../../../shared/observe/log.ts';
import { beginDelivery } from '../commands/begin-delivery.ts';
import { type InteractionContext, refuse } from '../commands/command.ts';
import type { ComponentInteraction } from '../interactions/parse.ts';
import { isModerator } from '../interactions/permissions.ts';
import { deferred, deferredUpdate, ephemeral } from '../interactions/respond.ts';
import { describeFailure } from '../locale/failure.ts';
import { type ButtonId, parseButtonId } from './custom-id.ts';

export interface PressContext extends InteractionContext {
  interaction: ComponentInteraction;
}

export async function answerPress(context: PressContext): Promise<APIInteractionResponse> {
  const { interaction, texts, services } = context;
  const button = parseButtonId(interaction.customId);
  if (button === null) return refuse(texts, 'unknown_button');
  if (!mayPress(interaction, button)) return refuse(texts, 'button_forbidden');
  try {
    return button.action === 'stop'
      ? await stop(context, button)
      : await askFurther(context, button, button.action);
  } catch (error) {
    services.log.error('button.failed', { action: button.action, error: errorName(error) });
    return ephemeral(describeFailure(texts, 'internal', undefined, services.now()));
  }
}

/** Only who asked, or a moderator of the guild: in a private channel nobody moderates another's answer. */
function mayPress(interaction: ComponentInteraction, { askerId }: ButtonId): boolean {
  return interaction.userId === askerId || (interaction.guildId !== null && isModerator(interaction));
}

async function stop({ texts, services }: PressContext, { deliveryId }: ButtonId) {
  const verdict = await services.delivery(deliveryId).stop();
  // The delivery itself takes the button away with its last edit.
  return verdict === 'stopping' ? deferredUpdate() : refuse(texts, 'unknown_button');
}

/** The new answer is a message of its own, so what was said before stays; it belongs to who pressed. */
async function askFurther(
  context: PressContext,
  { deliveryId }: ButtonId,
  action: 'retry' | 'continue',
): Promise<APIInteractionResponse> {
  const { interaction, texts, services } = context;
  const mute = await services.mutes.read(interaction.channelId);
  if (mute.kind === 'muted') return ephemeral(texts.stillMuted(Math.ceil(mute.untilMs / 1000)));
  const taken = await services.delivery(deliveryId).take(action);
  if (taken.kind === 'gone') return refuse(texts, 'button_expired');
  const prompt = action === 'continue' ? texts.continuePrompt : taken.prompt;
  return (await beginDelivery(context, interaction, prompt))
    ? deferred()
    : ephemeral(describeFailure(texts, 'internal', undefined, services.now()));
}
