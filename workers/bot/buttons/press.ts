/** A button was pressed. Answered within Discord's 3 seconds: what takes longer follows by webhook. */
import { errorName } from '../../../shared/observe/log.ts';
import type { ComponentInteraction } from '../discord/parse.ts';
import type { InteractionCallback } from '../discord/respond.ts';
import { answerMemoryPress } from '../memory/press.ts';
import { type ButtonId, parseButtonId } from '../message/custom-id.ts';
import { refuse, refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';
import { answerSettingsPress } from '../settings/panel/press.ts';
import { answerToolPress } from '../settings/tools/press.ts';
import { answerAction } from './action.ts';
import { answerErasure } from './erasure.ts';
import { askExample } from './example.ts';
import { askFurther } from './further.ts';
import { answerHistory } from './history.ts';
import { answerPassage } from './passage.ts';
import { answerHeardPress } from './recording.ts';
import { answerReminders } from './reminders.ts';
import { answerStop } from './stop.ts';
import { answerUnder } from './under-answer.ts';

export async function answerPress(
  context: InteractionContext<ComponentInteraction>,
): Promise<InteractionCallback> {
  const { interaction, texts, services } = context;
  const ofSettings = answerSettingsPress(context);
  if (ofSettings !== null) return ofSettings;
  const ofTools = answerToolPress(context);
  if (ofTools !== null) return ofTools;
  const ofMemory = answerMemoryPress(context);
  if (ofMemory !== null) return ofMemory;
  const ofRecording = answerHeardPress(context);
  if (ofRecording !== null) return ofRecording;
  const button = parseButtonId(interaction.customId);
  if (button === null) return refuse(texts, 'unknown_button');
  try {
    return await carryOut(context, button);
  } catch (error) {
    services.log.error('button.failed', { action: button.action, error: errorName(error) });
    return refuseFailure(texts, { code: 'internal' }, services.now());
  }
}

function carryOut(
  context: InteractionContext<ComponentInteraction>,
  button: ButtonId,
): Promise<InteractionCallback> {
  switch (button.action) {
    case 'stop':
      return answerStop(context, button);
    case 'retry':
    case 'continue':
      return askFurther(context, button, button.action);
    case 'regenerate':
    case 'earlier':
    case 'later':
    case 'good':
    case 'bad':
    case 'listen':
    case 'more':
      return answerUnder(context, button);
    case 'approve':
    case 'decline':
    case 'zone':
      return answerAction(context, button);
    case 'example':
      return askExample(context, button);
    case 'erase':
    case 'keep':
      return answerErasure(context, button);
    case 'passage':
      return answerPassage(context);
    case 'history':
    case 'forget':
      return answerHistory(context, button);
    case 'reminders':
    case 'cancel':
      return answerReminders(context, button);
  }
}
