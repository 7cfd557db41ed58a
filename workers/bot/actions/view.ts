/** The message of one proposed action: what is to be done, in words and in full, and what came of it. Pure. */
import { ButtonStyleTypes, MessageComponentTypes } from 'discord-interactions';
import { POLL, readPoll } from '../../../shared/actions/poll.ts';
import { concernsOthers, parseReminder, REMIND } from '../../../shared/actions/remind.ts';
import type { ProposedAction } from '../../../shared/contract/actions.ts';
import type { Locale } from '../../../shared/contract/caller.ts';
import { dropHidden, escapeHidden } from '../../../shared/text/hidden.ts';
import { type ActionRow, actionRow, MAX_MESSAGE_CHARS, selectRow } from '../discord/message.ts';
import { neutralise } from '../discord/neutralise/neutralise.ts';
import { inCode } from '../locale/in-code.ts';
import type { ActionProblem } from '../locale/texts/actions.ts';
import type { Texts } from '../locale/texts.ts';
import { formatButtonId } from '../message/custom-id.ts';
import { escapeLine } from '../message/question.ts';
import type { KeptAction } from './actions.ts';
import type { ActionMessage } from './rpc.ts';
import { offeredZones } from './time-zones.ts';

export interface ActionPlace {
  deliveryId: string;
  requesterId: string;
  /** Among the actions of the delivery. */
  index: number;
  locale: Locale;
  nowMs: number;
}

/** `said`: what the tool itself has reported. */
export function viewAction(kept: KeptAction, place: ActionPlace, texts: Texts, said?: string): ActionMessage {
  const { state, proposed } = kept;
  const lines = [headlineOf(kept, texts), detailsOf(proposed, texts)];
  if (state.kind !== 'waiting') {
    const message = { content: withCodeOf(kept, withSaid(lines.join('\n\n'), said, texts)), components: [] };
    // What could never be shown in full is not shown at all.
    return fitsMessage(message)
      ? message
      : { content: withCodeOf(kept, headlineOf(kept, texts)), components: [] };
  }
  const untilSec = Math.floor(state.expiresAtMs / 1000);
  const help = kept.asks === 'time_zone' ? [texts.actions.otherZone] : [];
  const content = [...lines, [...help, texts.actions.deadline(untilSec)].join('\n')].join('\n\n');
  return { content, components: controlsOf(kept, place, texts) };
}

/** False: it cannot be shown in full, and so must not be proposed. */
export function fitsMessage({ content }: ActionMessage): boolean {
  return neutralise(content).length <= MAX_MESSAGE_CHARS;
}

function headlineOf({ state, proposed, asks }: KeptAction, { actions }: Texts): string {
  const what = nameOf(proposed);
  switch (state.kind) {
    case 'waiting':
      if (asks === 'time_zone') return actions.asks.zone;
      return actions.asks[isOwnReminder(proposed) ? 'ownReminder' : what];
    case 'running':
      return actions.running;
    case 'done':
      return actions.done[what];
    case 'declined':
      return actions.declined;
    case 'expired':
      return actions.expired;
    case 'unknown':
      return actions.unknown;
    case 'failed': {
      const problem = actions.problems[state.problem as ActionProblem] ?? actions.problems.action_refused;
      return state.problem === 'action_failed' ? `⚠️ ${problem}` : actions.failed(problem);
    }
  }
}

/** One that asks only because the model has read what others wrote. */
function isOwnReminder(proposed: ProposedAction): boolean {
  if (nameOf(proposed) !== 'remind' || proposed.after_reading !== true) return false;
  const reminder = parseReminder(proposed.args);
  return reminder !== null && !concernsOthers(reminder);
}

/** The stable code, of what went wrong. */
function withCodeOf({ state }: KeptAction, content: string): string {
  if (state.kind === 'failed') return `${content}\n-# ${state.problem}`;
  return state.kind === 'unknown' ? `${content}\n-# action_unknown` : content;
}

function nameOf({ by, tool }: ProposedAction): 'poll' | 'remind' | 'other' {
  if (by === 'bot' && tool === POLL) return 'poll';
  return by === 'bot' && tool === REMIND ? 'remind' : 'other';
}

function detailsOf(proposed: ProposedAction, { actions }: Texts): string {
  const { args, tool, server } = proposed;
  const name = nameOf(proposed);
  if (name === 'poll') {
    const read = readPoll(args);
    if (!read.ok) return '';
    const { question, answers, duration_hours: hours, multiple: isMulti } = read.poll;
    return actions.poll({ question: whole(question), answers: answers.map(whole), hours, isMulti });
  }
  if (name === 'remind') {
    const reminder = parseReminder(args);
    if (reminder === null) return '';
    const at = 'at' in reminder ? reminder.at : reminder.wall.replace('T', ' ');
    return actions.remind({ text: whole(reminder.text), at, isForChannel: reminder.for_channel === true });
  }
  const where = server === undefined ? null : inCode(server, MAX_NAME_CHARS);
  return `${actions.other(inCode(tool, MAX_NAME_CHARS), where)}\n${inBlock(argumentsOf(args))}`;
}

const MAX_NAME_CHARS = 100;

const MAX_INDENTED_CHARS = 1_550;

/** One line, all of it, that formats nothing. */
function whole(text: string): string {
  return escapeLine(text, text.length);
}

/** What cannot be seen is written out: nothing is done that is not shown. */
function argumentsOf(args: object): string {
  const indented = escapeHidden(JSON.stringify(args, null, 1));
  return indented.length <= MAX_INDENTED_CHARS ? indented : escapeHidden(JSON.stringify(args));
}

/** As a code block that nothing in it can close: a backtick in JSON is as well written as its code point. */
function inBlock(json: string): string {
  return `\`\`\`json\n${json.replaceAll('`', '\\u0060')}\n\`\`\``;
}

const MAX_SAID_CHARS = 400;

function withSaid(content: string, said: string | undefined, { actions }: Texts): string {
  const shown = dropHidden((said ?? '').toWellFormed()).trim();
  if (shown === '') return content;
  const start = shown.length > MAX_SAID_CHARS ? `${shown.slice(0, MAX_SAID_CHARS).toWellFormed()}…` : shown;
  const block = `${actions.said}\n\`\`\`\n${start.replaceAll('```', "'''")}\n\`\`\``;
  return content.length + block.length + 2 > MAX_MESSAGE_CHARS ? content : `${content}\n\n${block}`;
}

function controlsOf(
  { asks }: KeptAction,
  { deliveryId, requesterId, index, locale, nowMs }: ActionPlace,
  { actions }: Texts,
): ActionRow[] {
  const idOf = (action: 'approve' | 'decline' | 'zone') =>
    formatButtonId({ action, deliveryId, requesterId, index });
  const decline = {
    type: MessageComponentTypes.BUTTON as const,
    style: ButtonStyleTypes.SECONDARY,
    label: actions.decline,
    emoji: { name: '✖️' },
    custom_id: idOf('decline'),
  };
  if (asks === 'time_zone') {
    return [
      selectRow({
        custom_id: idOf('zone'),
        placeholder: actions.chooseZone,
        options: offeredZones(locale, nowMs),
      }),
      actionRow(decline),
    ];
  }
  const approve = {
    ...decline,
    style: ButtonStyleTypes.SUCCESS,
    label: actions.approve,
    emoji: { name: '✅' },
    custom_id: idOf('approve'),
  };
  return [actionRow(approve, decline)];
}
