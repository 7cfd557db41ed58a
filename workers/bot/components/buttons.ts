/** The buttons under an answer. Pure. */
import type { ActionRow } from '../interactions/respond.ts';
import type { Texts } from '../locale/texts.ts';
import { type ButtonAction, formatButtonId } from './custom-id.ts';

const MARKS: Record<ButtonAction, string> = { stop: '⏹️', retry: '🔁', continue: '▶️' };

/** One row; no actions, no row. */
export function buttonRows(
  actions: readonly ButtonAction[],
  delivery: { deliveryId: string; askerId: string },
  texts: Texts,
): ActionRow[] {
  if (actions.length === 0) return [];
  return [
    {
      type: ACTION_ROW,
      components: actions.map((action) => ({
        type: BUTTON,
        style: SECONDARY,
        label: texts.buttons[action],
        emoji: { name: MARKS[action] },
        custom_id: formatButtonId({ action, ...delivery }),
      })),
    },
  ];
}

/** Discord's numbers. */
const ACTION_ROW = 1;
const BUTTON = 2;
const SECONDARY = 2;
