/** The buttons that turn the pages of a list. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import { type ActionRow, actionRow, type Button } from '../discord/message.ts';

interface PageTurn {
  label: string;
  /** Where it leads. It is off where there is no such page. */
  to: number;
}

/** `idOf`: of the button that leads to a page. */
export function pageButtons(
  left: PageTurn,
  right: PageTurn,
  { lastPage, idOf }: { lastPage: number; idOf: (page: number) => string },
): ActionRow {
  const button = ({ label, to }: PageTurn, mark: string): Button => ({
    type: MessageComponentTypes.BUTTON,
    style: ButtonStyleTypes.SECONDARY,
    label,
    emoji: { name: mark },
    // Two controls of a message must not have the same id, also where one is off.
    custom_id: idOf(Math.max(0, to)),
    ...(to >= 0 && to <= lastPage ? {} : { disabled: true }),
  });
  return actionRow(button(left, '◀️'), button(right, '▶️'));
}
