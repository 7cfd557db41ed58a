/** A button was pressed. Answered within Discord's 3 seconds: what takes longer follows by webhook. */
import { errorName } from '../../../shared/observe/log.ts';
import type { ComponentInteraction } from '../discord/parse.ts';
import { isModerator } from '../discord/permissions.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { type ButtonId, parseButtonId } from '../message/custom-id.ts';
import { refuse, refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { answerErasure } from './erasure.ts';
import { askFurther } from './further.ts';
import { answerStop } from './stop.ts';

export async function answerPress(
  context: InteractionContext<ComponentInteraction>,
): Promise<InteractionCallback> {
  const { interaction, texts, services } = context;
  const button = parseButtonId(interaction.customId);
  if (button === null) return refuse(texts, 'unknown_button');
  if (!mayPress(interaction, button)) return refuse(texts, 'button_forbidden');
  try {
    switch (button.action) {
      case 'stop':
        return await answerStop(context, button.deliveryId);
      case 'retry':
      case 'continue':
        return await askFurther(context, button, button.action);
      case 'erase':
      case 'keep':
        return await answerErasure(context, button.action);
    }
  } catch (error) {
    services.log.error('button.failed', { action: button.action, error: errorName(error) });
    return refuseFailure(texts, { code: 'internal' }, services.now());
  }
}

/** The requester; and under answers in a guild, its moderators. In a private channel nobody moderates another's answer. */
function mayPress(interaction: ComponentInteraction, button: ButtonId): boolean {
  if (interaction.userId === button.requesterId) return true;
  return 'deliveryId' in button && interaction.guildId !== null && isModerator(interaction);
}
