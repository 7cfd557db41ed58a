/** Rows of buttons. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import { type ActionRow, actionRow } from '../discord/message.ts';
import type { Texts } from '../locale/texts.ts';
import { type AnswerButton, type ErasureButton, type ExampleButton, formatButtonId } from './custom-id.ts';

type LabelledButton = AnswerButton | ErasureButton | ExampleButton;

const MARKS: Record<LabelledButton['action'], string> = {
  stop: '⏹️',
  retry: '🔁',
  continue: '▶️',
  erase: '🗑️',
  keep: '↩️',
  example: '💬',
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

/** Under /help. */
export function exampleButtons(texts: Texts): ActionRow[] {
  return buttonRow(
    texts.examples.map((_, index) => ({ action: 'example', index })),
    texts,
  );
}

function labelOf(button: LabelledButton, texts: Texts): string {
  return button.action === 'example' ? (texts.examples[button.index] ?? '') : texts.buttons[button.action];
}

function buttonRow(buttons: readonly LabelledButton[], texts: Texts): ActionRow[] {
  if (buttons.length === 0) return [];
  const row = actionRow(
    ...buttons.map((button) => ({
      type: MessageComponentTypes.BUTTON as const,
      style: button.action === 'erase' ? ButtonStyleTypes.DANGER : ButtonStyleTypes.SECONDARY,
      label: labelOf(button, texts),
      emoji: { name: MARKS[button.action] },
      custom_id: formatButtonId(button),
    })),
  );
  return [row];
}
