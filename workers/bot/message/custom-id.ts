/**
 * What Libra's buttons carry: names, no rights. Who may press is decided from the delivery's own record (delivery/rights.ts).
 * Pure. At most 55 of the 100 characters that Discord allows.
 */
import type { MenuChoice } from '../locale/texts/under-answer.ts';

/** Under an answer: what to do, of which delivery, and whose it is. `<action>.<interaction id>.<user id>` */
export interface AnswerButton {
  action: 'stop' | 'retry' | 'continue';
  /** The interaction whose answer the button is under. */
  deliveryId: string;
  requesterId: string;
  /** The requester asked it of somebody else's answer: nothing is offered under it. Not part of the custom id. */
  isForeign?: true;
}

/** In the row under a whole answer, for its requester alone. `<action>.<interaction id>.<user id>`; `more` is the menu. */
export interface UnderButton {
  action: 'regenerate' | 'earlier' | 'later' | 'good' | 'bad' | 'listen' | 'more';
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
  action: 'approve' | 'decline' | 'zone';
  deliveryId: string;
  requesterId: string;
  /** Among the actions of the delivery, from 0. */
  index: number;
}

/** Under /reminders. `reminders.<page>.<user id>`: to another page. `cancel.<page>.<user id>`: a menu of reminders. */
export interface ReminderControl {
  action: 'reminders' | 'cancel';
  page: number;
  requesterId: string;
}

/** Under the question whether all that is stored shall really be erased. `<action>.<user id>` */
export interface ErasureButton {
  action: 'erase' | 'keep';
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
  action: 'history' | 'forget';
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
  const [, action, deliveryId, requesterId] = ANSWER.exec(customId) ?? [];
  if (action !== undefined && deliveryId !== undefined && requesterId !== undefined) {
    return { action: action as (AnswerButton | UnderButton)['action'], deliveryId, requesterId };
  }
  const proposed = ACTION.exec(customId);
  if (proposed !== null) {
    const [, decision, ofDelivery = '', ofPerson = '', number] = proposed;
    return {
      action: decision as ActionButton['action'],
      deliveryId: ofDelivery,
      requesterId: ofPerson,
      index: Number(number),
    };
  }
  const [, index] = EXAMPLE.exec(customId) ?? [];
  if (index !== undefined) return { action: 'example', index: Number(index) };
  const [, control, page, readerId] = HISTORY.exec(customId) ?? [];
  if (control !== undefined && page !== undefined && readerId !== undefined) {
    return {
      action: control as (HistoryControl | ReminderControl)['action'],
      page: Number(page),
      requesterId: readerId,
    };
  }
  const [, choice, ownerId] = ERASURE.exec(customId) ?? [];
  return choice === undefined || ownerId === undefined
    ? null
    : { action: choice as ErasureButton['action'], requesterId: ownerId };
}

const PASSAGE = 'passage';
const ANSWER =
  /^(stop|retry|continue|regenerate|earlier|later|good|bad|listen|more)\.(\d{15,20})\.(\d{15,20})$/;
const EXAMPLE = /^example\.(\d)$/;
const ACTION = /^(approve|decline|zone)\.(\d{15,20})\.(\d{15,20})\.(0|[1-9]\d?)$/;
const HISTORY = /^(history|forget|reminders|cancel)\.(0|[1-9]\d?)\.(\d{15,20})$/;
const ERASURE = /^(erase|keep)\.(\d{15,20})$/;
