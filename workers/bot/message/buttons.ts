/** Rows of buttons. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import type { ActionRow } from '../discord/message.ts';
import type { Texts } from '../locale/texts.ts';
import { type AnswerButton, type ButtonAction, type ButtonId, formatButtonId } from './custom-id.ts';

const MARKS: Record<ButtonAction, string> = {
  stop: '⏹️',
  retry: '🔁',
  continue: '▶️',
  erase: '🗑️',
  keep: '↩️',
};

/** Under an answer. No actions, no row. */
export function answerButtons(
  actions: readonly AnswerButton['action'][],
  owner: Omit<AnswerButton, 'action'>,
  texts: Texts,
): ActionRow[] {
  return buttonRow(
    actions.map((action) => ({ action, ...owner })),
    texts,
  );
}

export function erasureButtons(requesterId: string, texts: Texts): ActionRow[] {
  return buttonRow(
    [
      { action: 'erase', requesterId },
      { action: 'keep', requesterId },
    ],
    texts,
  );
}

function buttonRow(buttons: readonly ButtonId[], texts: Texts): ActionRow[] {
  if (buttons.length === 0) return [];
  return [
    {
      type: MessageComponentTypes.ACTION_ROW,
      components: buttons.map((button) => ({
        type: MessageComponentTypes.BUTTON,
        style: button.action === 'erase' ? ButtonStyleTypes.DANGER : ButtonStyleTypes.SECONDARY,
        label: texts.buttons[button.action],
        emoji: { name: MARKS[button.action] },
        custom_id: formatButtonId(button),
      })),
    },
  ];
}
