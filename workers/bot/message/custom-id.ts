/**
 * What Libra's buttons carry: names, no rights. Who may press is decided from the delivery's own record (delivery/rights.ts).
 * Pure. At most 55 of the 100 characters that Discord allows.
 */
import type { MenuChoice } from '../locale/texts/under-answer.ts';

/** Each action belongs to one of these alone: it says of what form the rest of a custom id is. */
const ANSWER_ACTIONS = ['stop', 'retry', 'continue'] as const;
const UNDER_ACTIONS = ['regenerate', 'earlier', 'later', 'good', 'bad', 'listen', 'more'] as const;
const PROPOSED_ACTIONS = ['approve', 'decline', 'zone'] as const;
const REMINDER_ACTIONS = ['reminders', 'cancel'] as const;
const ERASURE_ACTIONS = ['erase', 'keep'] as const;
const HISTORY_ACTIONS = ['history', 'forget'] as const;

/** Under an answer: what to do, of which delivery, and whose it is. `<action>.<interaction id>.<user id>` */
export interface AnswerButton {
  action: (typeof ANSWER_ACTIONS)[number];
  /** The interaction whose answer the button is under. */
  deliveryId: string;
  requesterId: string;
  /** The requester asked it of somebody else's answer: nothing is offered under it. Not part of the custom id. */
  isForeign?: true;
}

/** In the row under a whole answer, for its requester alone. `<action>.<interaction id>.<user id>`; `more` is the menu. */
export interface UnderButton {
  action: (typeof UNDER_ACTIONS)[number];
  deliveryId: string;
  requesterId: string;
}

/** What the menu offers: the values of its options. */
export const MENU_CHOICES: readonly MenuChoice[] = [
  'shorter',
  'longer',
  'continue',
  'file',
  'cost',
  'forget',
];

/** What a press in that row can want of the answer. Continue makes another one. */
export type UnderWish = Exclude<UnderButton['action'], 'more'> | Exclude<MenuChoice, 'continue'>;

/** Under a proposed action, for its requester alone. `<action>.<interaction id>.<user id>.<number>`; `zone` is a menu. */
export interface ActionButton {
  action: (typeof PROPOSED_ACTIONS)[number];
  deliveryId: string;
  requesterId: string;
  /** Among the actions of the delivery, from 0. */
  index: number;
}

/** Under /reminders. `reminders.<page>.<user id>`: to another page. `cancel.<page>.<user id>`: a menu of reminders. */
export interface ReminderControl {
  action: (typeof REMINDER_ACTIONS)[number];
  page: number;
  requesterId: string;
}

/** Under the question whether all that is stored shall really be erased. `<action>.<user id>` */
export interface ErasureButton {
  action: (typeof ERASURE_ACTIONS)[number];
  requesterId: string;
}

/** Under /help: which of the examples is asked, by the person who presses. `example.<number>` */
export interface ExampleButton {
  action: 'example';
  index: number;
}

/**
 * Under /history. `history.<page>.<user id>`: a button to another page. `forget.<page>.<user id>`: a select, whose value
 * names the turn to be forgotten.
 */
export interface HistoryControl {
  action: (typeof HISTORY_ACTIONS)[number];
  /** Counted from the newest. */
  page: number;
  requesterId: string;
}

/** The buttons under a finished answer. `retry` asks the same again, `continue` asks for the rest of a cut answer. */
export type FollowingAction = Exclude<AnswerButton['action'], 'stop'>;

/** Under an answer from documents: a select, whose value names a passage. Anybody who sees it may open one. */
export interface PassageMenu {
  action: 'passage';
}

export type ButtonId =
  | AnswerButton
  | UnderButton
  | ActionButton
  | ErasureButton
  | ExampleButton
  | HistoryControl
  | ReminderControl
  | PassageMenu;
export type ButtonAction = ButtonId['action'];

export function formatButtonId(button: ButtonId): string {
  if (button.action === 'passage') return PASSAGE;
  if (button.action === 'example') return `example.${button.index}`;
  if ('deliveryId' in button && 'index' in button)
    return `${button.action}.${button.deliveryId}.${button.requesterId}.${button.index}`;
  if ('page' in button) return `${button.action}.${button.page}.${button.requesterId}`;
  return 'deliveryId' in button
    ? `${button.action}.${button.deliveryId}.${button.requesterId}`
    : `${button.action}.${button.requesterId}`;
}

export function parseButtonId(customId: string): ButtonId | null {
  if (customId === PASSAGE) return { action: 'passage' };
  const dot = customId.indexOf('.');
  const action = customId.slice(0, Math.max(dot, 0));
  const fields = customId.slice(dot + 1);
  if (isOneOf(ANSWER_ACTIONS, action) || isOneOf(UNDER_ACTIONS, action)) {
    const [, deliveryId, requesterId] = OF_DELIVERY.exec(fields) ?? [];
    return deliveryId === undefined || requesterId === undefined ? null : { action, deliveryId, requesterId };
  }
  if (isOneOf(PROPOSED_ACTIONS, action)) {
    const [, deliveryId, requesterId, index] = OF_PROPOSED.exec(fields) ?? [];
    return deliveryId === undefined || requesterId === undefined
      ? null
      : { action, deliveryId, requesterId, index: Number(index) };
  }
  if (isOneOf(HISTORY_ACTIONS, action) || isOneOf(REMINDER_ACTIONS, action)) {
    const [, page, requesterId] = OF_PAGE.exec(fields) ?? [];
    return requesterId === undefined ? null : { action, page: Number(page), requesterId };
  }
  if (isOneOf(ERASURE_ACTIONS, action)) {
    return OF_PERSON.test(fields) ? { action, requesterId: fields } : null;
  }
  return action === 'example' && OF_EXAMPLE.test(fields) ? { action, index: Number(fields) } : null;
}

function isOneOf<Action extends string>(actions: readonly Action[], name: string): name is Action {
  return actions.some((action) => action === name);
}

const PASSAGE = 'passage';
const OF_DELIVERY = /^(\d{15,20})\.(\d{15,20})$/;
const OF_PROPOSED = /^(\d{15,20})\.(\d{15,20})\.(0|[1-9]\d?)$/;
const OF_PAGE = /^(0|[1-9]\d?)\.(\d{15,20})$/;
const OF_PERSON = /^\d{15,20}$/;
const OF_EXAMPLE = /^\d$/;
