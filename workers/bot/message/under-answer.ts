/** What stands under a whole answer: a row of buttons and a menu, for the person who asked. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import { type ActionRow, actionRow, type Button, selectRow } from '../discord/message.ts';
import type { MenuChoice } from '../locale/texts/under-answer.ts';
import type { Texts } from '../locale/texts.ts';
import { answerButtons } from './buttons.ts';
import { formatButtonId, type UnderButton } from './custom-id.ts';
import { usedButton } from './memory-page.ts';

export type Rating = 'good' | 'bad';

/** What the row shows of an answer. */
export interface RowState {
  /** How many versions of the answer there are, and which is shown, from 0. */
  versions: number;
  shown: number;
  rating: Rating | null;
  /** False when another answer to the question cannot be had. */
  canRegenerate: boolean;
  /** The shown version is not whole. */
  canContinue: boolean;
  /** The answer is in the conversation. */
  canForget: boolean;
  /** A model for speech is set up. */
  canListen: boolean;
  /** Facts of personal memory that went along with the question. */
  memories: readonly string[];
}

type Owner = Pick<UnderButton, 'deliveryId' | 'requesterId'>;

const MARKS: Record<MenuChoice, string> = {
  shorter: '➖',
  longer: '➕',
  continue: '▶️',
  file: '📄',
  cost: '💰',
  forget: '🧽',
};

const MAX_BUTTONS = 5;

/** A row holds five buttons: with versions to page through, Continue stands in the menu alone. */
export function underAnswer(state: RowState, owner: Owner, texts: Texts): ActionRow[] {
  const isPaged = state.versions > 1;
  const button = (action: UnderButton['action'], look: Partial<Button>): Button => ({
    type: MessageComponentTypes.BUTTON,
    style: ButtonStyleTypes.SECONDARY,
    ...look,
    custom_id: formatButtonId({ action, ...owner }),
  });
  const rate = (rating: Rating, name: string) =>
    button(rating, {
      emoji: { name },
      ...(state.rating === rating ? { style: ButtonStyleTypes.PRIMARY } : {}),
    });
  const continued =
    state.canContinue && !isPaged
      ? answerButtons(['continue'], owner, texts).flatMap((row) => row.components)
      : [];
  const pages = [
    button('earlier', { label: '◀', ...(state.shown === 0 ? { disabled: true } : {}) }),
    button('later', {
      label: `${state.shown + 1}/${state.versions} ▶`,
      ...(state.shown === state.versions - 1 ? { disabled: true } : {}),
    }),
  ];
  const again = button('regenerate', { label: texts.under.regenerate, emoji: { name: '🔁' } });
  const memories = state.memories.length === 0 ? [] : [usedButton(state.memories, owner.requesterId)];
  const listen = state.canListen
    ? [button('listen', { label: texts.under.listen, emoji: { name: '🔊' } })]
    : [];
  const first = [
    ...continued,
    ...(isPaged ? pages : []),
    ...(state.canRegenerate ? [again] : []),
    rate('good', '👍'),
    rate('bad', '👎'),
  ];
  const further = [...listen, ...memories];
  const room = MAX_BUTTONS - first.length;
  return [
    actionRow(...first, ...further.slice(0, room)),
    menuRow(state, owner, texts),
    ...(further.length <= room ? [] : [actionRow(...further.slice(room))]),
  ];
}

function menuRow(state: RowState, owner: Owner, { under }: Texts): ActionRow {
  const choices: MenuChoice[] = [
    ...(state.canRegenerate ? (['shorter', 'longer'] as const) : []),
    ...(state.canContinue ? (['continue'] as const) : []),
    'file',
    'cost',
    ...(state.canForget ? (['forget'] as const) : []),
  ];
  return selectRow({
    custom_id: formatButtonId({ action: 'more', ...owner }),
    placeholder: under.more,
    options: choices.map((value) => ({ label: under.menu[value], value, emoji: { name: MARKS[value] } })),
  });
}
