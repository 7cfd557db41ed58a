/** Rows of buttons. Pure. */
import type { ActionRow } from '../discord/respond.ts';
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
  delivery: { deliveryId: string; askerId: string },
  texts: Texts,
): ActionRow[] {
  return buttonRow(
    actions.map((action) => ({ action, ...delivery })),
    texts,
  );
}

export function erasureButtons(askerId: string, texts: Texts): ActionRow[] {
  return buttonRow(
    [
      { action: 'erase', askerId },
      { action: 'keep', askerId },
    ],
    texts,
  );
}

function buttonRow(buttons: readonly ButtonId[], texts: Texts): ActionRow[] {
  if (buttons.length === 0) return [];
  return [
    {
      type: ACTION_ROW,
      components: buttons.map((button) => ({
        type: BUTTON,
        style: button.action === 'erase' ? DANGER : SECONDARY,
        label: texts.buttons[button.action],
        emoji: { name: MARKS[button.action] },
        custom_id: formatButtonId(button),
      })),
    },
  ];
}

/* Discord's numbers. */
const ACTION_ROW = 1;
const BUTTON = 2;
const SECONDARY = 2;
const DANGER = 4;
