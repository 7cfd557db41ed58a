/** /memory list: a page of facts, with what they were before, buttons to the other pages and a menu to forget one. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import type { MemoryFact, MemoryView } from '../../../shared/contract/memory.ts';
import { dropHidden } from '../../../shared/text/hidden.ts';
import { type ActionRow, actionRow, type Button, selectRow } from '../discord/message.ts';
import { MAX_SELECT_CHARS } from '../discord/modal.ts';
import type { MemoryTexts } from '../locale/texts/memory.ts';
import { toUnixSec } from '../locale/time.ts';
import { formatMemoryId } from './memory-id.ts';
import { pageButtons } from './page-buttons.ts';
import { escapeLine } from './question.ts';
import { fittingContent, startOf } from './shorten.ts';

export interface MemoryPage {
  content: string;
  components: ActionRow[];
}

const FACTS_PER_PAGE = 6;
/** What is shown of a fact, in UTF-16 units: the first that fits into one message. */
const SHOWN_CHARS = [300, 160, 80, 40];
const SHOWN_EARLIER = 2;

/** `note`: a line above everything else. A page that is not there any more is the last that is. */
export function viewMemory(
  view: MemoryView,
  { page, requesterId, note }: { page: number; requesterId: string; note?: string },
  texts: MemoryTexts,
): MemoryPage {
  const { facts } = view;
  const lastPage = Math.max(0, Math.ceil(facts.length / FACTS_PER_PAGE) - 1);
  const shownPage = Math.min(page, lastPage);
  const start = shownPage * FACTS_PER_PAGE;
  const listed = facts.slice(start, start + FACTS_PER_PAGE);
  const contentWith = (chars: number) =>
    [
      ...(note === undefined ? [] : [note]),
      texts.title(facts.length),
      ...listed.map((fact, index) => describe(fact, start + index + 1, chars, texts)),
      ...(facts.length === 0 ? [texts.empty] : []),
      ...(view.elsewhere === 0 ? [] : [texts.elsewhere(view.elsewhere)]),
      `-# ${texts.state(view)}`,
    ].join('\n');
  return {
    content: fittingContent(SHOWN_CHARS, contentWith) ?? texts.title(facts.length),
    components: [
      ...forgetMenu(listed, start, { page: shownPage, requesterId }, texts),
      ...(lastPage === 0 ? [] : [turnButtons(shownPage, lastPage, requesterId, texts)]),
    ],
  };
}

function describe(fact: MemoryFact, number: number, chars: number, texts: MemoryTexts): string {
  const { text, place, origin, valid_from: since, uses, earlier } = fact;
  const about = [
    texts.origins[origin],
    `<t:${toUnixSec(since) ?? 0}:D>`,
    ...(place === 'here' ? [] : [texts.places[place]]),
    ...(uses === 0 ? [] : [texts.uses(uses)]),
  ].join(' · ');
  return [
    `**${number}.** ${escapeLine(text, chars)}`,
    `-# ${about}`,
    ...earlier
      .slice(0, SHOWN_EARLIER)
      .map(
        (old) => `-# ${texts.before(escapeLine(old.text, Math.min(chars, 80)), toUnixSec(old.until) ?? 0)}`,
      ),
  ].join('\n');
}

function forgetMenu(
  listed: readonly MemoryFact[],
  start: number,
  { page, requesterId }: { page: number; requesterId: string },
  texts: MemoryTexts,
): ActionRow[] {
  if (listed.length === 0) return [];
  return [
    selectRow({
      custom_id: formatMemoryId({ action: 'forget', page, requesterId }),
      placeholder: texts.chooseToForget,
      options: listed.map(({ id, text }, index) => ({
        label: labelOf(`${start + index + 1}. ${text}`),
        value: id,
      })),
    }),
  ];
}

/** Plain text: Discord reads no markdown in it. */
export function labelOf(text: string): string {
  const line = dropHidden(text.toWellFormed()).replaceAll(/\s+/g, ' ').trim();
  return line === '' ? '…' : startOf(line, MAX_SELECT_CHARS);
}

function turnButtons(page: number, lastPage: number, requesterId: string, texts: MemoryTexts): ActionRow {
  return pageButtons(
    { label: texts.newerPage, to: page - 1 },
    { label: texts.olderPage, to: page + 1 },
    { lastPage, idOf: (to) => formatMemoryId({ action: 'page', page: to, requesterId }) },
  );
}

/** Below the consent: nothing is kept before it is pressed. */
export function agreeButton(
  where: 'here' | 'everywhere',
  requesterId: string,
  texts: MemoryTexts,
): ActionRow[] {
  const button: Button = {
    ...smallButton(formatMemoryId({ action: 'agree', where, requesterId })),
    style: ButtonStyleTypes.SUCCESS,
    label: texts.agree,
    emoji: { name: '🧠' },
  };
  return [actionRow(button)];
}

/** Under an answer: which facts went along with the question. */
export function usedButton(facts: readonly string[], requesterId: string): Button {
  return { ...smallButton(formatMemoryId({ action: 'used', facts, requesterId })), emoji: { name: '🧠' } };
}

/** What the button under an answer shows. */
export function viewUsed(
  facts: readonly MemoryFact[],
  requesterId: string,
  texts: MemoryTexts,
  note?: string,
): MemoryPage {
  const ids = facts.map(({ id }) => id);
  const contentWith = (chars: number) =>
    [
      ...(note === undefined ? [] : [note]),
      texts.usedTitle,
      ...facts.map(({ text }, index) => `**${index + 1}.** ${escapeLine(text, chars)}`),
      `-# ${texts.usedNote}`,
    ].join('\n');
  const buttons = facts.map(
    ({ id }, index): Button => ({
      ...smallButton(formatMemoryId({ action: 'unuse', fact: id, facts: ids, requesterId })),
      label: texts.forgetNumber(index + 1),
      emoji: { name: '🧽' },
    }),
  );
  if (facts.length === 0)
    return { content: [...(note === undefined ? [] : [note]), texts.usedGone].join('\n'), components: [] };
  return {
    content: fittingContent(SHOWN_CHARS, contentWith) ?? texts.usedTitle,
    components: [actionRow(...buttons)],
  };
}

function smallButton(customId: string): Button {
  return { type: MessageComponentTypes.BUTTON, style: ButtonStyleTypes.SECONDARY, custom_id: customId };
}
