/**
 * Plays one row of the fault table on the stage, and says what came of it. The order is always the same: break, ask, play
 * the steps, wait for the end, look, heal, and see that the next question is answered as if nothing had been.
 */

import { withoutQuestion } from '../../dev/answer-text.ts';
import type { InvokeResult, MessageView } from '../../dev/discord/protocol.ts';
import { buttonsOf } from '../../dev/discord/world-client.ts';
import { attach, PNG } from '../attach.ts';
import { redis } from '../redis.ts';
import type { LogLine } from '../use-stack.ts';
import { toneOf } from '../wav.ts';
import type { ActionReading, Expectation, Fault, Step } from './fault.ts';
import { actionIn, checkFiles, countCalls, readLedger, readMessages } from './observe.ts';
import { PROMPT, wholeTextOf } from './prompt.ts';
import { customIdsOf, type Stage } from './stage.ts';

export interface Outcome extends Omit<Expectation, 'logs' | 'discordRequests'> {
  /** Every event of the interaction's trace, and of those objects that have none, once. */
  logs: string[];
  discordRequests: number;
  /** What is still going on when all is over: must be empty. */
  left: string[];
  /** The question after the row, on healthy parts: what was read, and by which events it was not undisturbed. */
  afterwards: { text: string; troubles: string[] };
}

/** Each row has a person and a channel of its own turn, so that rows do not use up each other's stricter limits. */
export interface Requester {
  userId: string;
  channelId: string;
}

export async function runFault(fault: Fault, stage: Stage, requester: Requester): Promise<Outcome> {
  const { stack, until } = stage;
  const { prompt = PROMPT } = fault;
  const wholeText = fault.says ?? wholeTextOf(prompt);
  await stage.set(fault.before ?? {});
  for (let asked = 0; asked < (fault.asksBefore ?? 0); asked += 1) await askAndWait(stage, requester);

  for (const provider of stage.providers) provider.forgetRequests();
  const firstLine = stack.logs.length;
  const { interactionId } = await ask(stage, requester, prompt, fault.attaches);
  for (const step of fault.steps ?? []) await play(step, stage, interactionId, wholeText);
  await untilOver(stage, interactionId);
  const { action } = fault.expected.reads;
  if (action !== undefined) await untilAction(stage, interactionId, action);

  // Postgres is given the time that its deadlines give it: a row is either written by then or reported as lost.
  const isLost = fault.steps?.includes('restart the Workers') === true;
  await until('the ledger is settled', () => isSettled(stage, interactionId, isLost));
  const record = await stack.record(interactionId);
  await checkFiles(record, wholeText);
  const outcome = {
    reads: readMessages(record, wholeText),
    calls: countCalls(stage),
    ledger: await readLedger(stage, interactionId),
    logs: [...new Set([...eventsOf(stage, interactionId), ...untraced(stack.logs.slice(firstLine))])],
    discordRequests: record.requests.length,
  };
  const left = await whatIsLeft(stage, interactionId);

  await stage.set({});
  const next = await askAndWait(stage, requester);
  const reading = readMessages(await stack.record(next), wholeTextOf(PROMPT));
  const troubles = eventsOf(stage, next).filter((event) => TROUBLES.has(event));
  return { ...outcome, left, afterwards: { text: reading.text, troubles } };
}

const TROUBLES = new Set(['guard.degraded', 'memory.unavailable', 'memory.store_failed', 'provider.failed']);

async function play(step: Step, stage: Stage, interactionId: string, wholeText: string): Promise<void> {
  const { stack, until } = stage;
  const textNow = async () => withoutQuestion((await stack.record(interactionId)).messages[0]?.content ?? '');
  if (typeof step === 'object') return stage.set(step.set);
  switch (step) {
    case 'until the model is asked':
      await until(step, () => stage.providers[0].connections().open > 0);
      return;
    case 'until the first text':
      await until(step, async () => (await textNow()) !== '');
      return;
    case 'until the second message':
      // Known to the delivery: Discord has it a moment earlier.
      await until(step, async () => (await stage.followUpsOf(interactionId)).length > 0);
      return;
    case 'until the whole text':
      // The request that takes the Stop button away is a delivery's last.
      await until(step, async () => {
        const record = await stack.record(interactionId);
        return (
          withoutQuestion(record.messages[0]?.content ?? '') === wholeText && customIdsOf(record).length === 0
        );
      });
      return;
    case 'kill the delivery':
      return stage.kill(interactionId);
    case 'fire the alarm':
      return stage.fireAlarm(interactionId);
    case 'fire the alarm twice':
      await Promise.all([stage.fireAlarm(interactionId), stage.fireAlarm(interactionId)]);
      return;
    case 'restart the Workers':
      return stage.restart();
    case 'end the lease of the dead': {
      const held = await redis<string[]>(stack, 'KEYS', `llm:idem:*:${interactionId}`);
      if (held.length !== 1) throw new Error(`there are ${held.length} leases`);
      await redis(stack, 'DEL', ...held);
      return;
    }
    case 'cut the bff stream':
      return stage.cutBffStreams();
    case 'deliver again': {
      const page = stack.urls.page ?? '';
      const response = await fetch(`${page}/dev/interactions/${interactionId}/redeliver`, { method: 'POST' });
      const { callbackType } = (await response.json()) as InvokeResult;
      if (callbackType !== 5) throw new Error('the repeated interaction was not answered like the first');
      return;
    }
    case 'until it was to be learned from':
      await until(step, () => stack.logs.some(({ event }) => event === 'memory.learned'));
      return;
    case 'delete the last message':
      return stage.deleteLastMessage(interactionId);
    case 'until an action is proposed':
      await untilAction(stage, interactionId, 'waits for a press');
      return;
    case 'approve it': {
      const message = await untilAction(stage, interactionId, 'waits for a press');
      const approve = buttonsOf(message).find((id) => id.startsWith('approve.')) ?? '';
      const pressed = await stack.press(message, approve);
      if (pressed.failure !== null) throw new Error(`Approve: ${pressed.failure}`);
      return;
    }
    case 'press Stop': {
      const { messages } = await stack.record(interactionId);
      const message = messages.find((one) => buttonsOf(one).some((id) => id.startsWith('stop')));
      const stop = message?.components[0]?.components.find(({ custom_id: id }) => id?.startsWith('stop'));
      if (message === undefined || stop?.custom_id === undefined)
        throw new Error('there is no Stop to be pressed');
      const pressed = await stack.press(message, stop.custom_id);
      if (pressed.failure !== null) throw new Error(`Stop: ${pressed.failure}`);
      return;
    }
  }
}

function untilAction(stage: Stage, interactionId: string, wanted: ActionReading): Promise<MessageView> {
  return stage.until(`an action ${wanted}`, async () => {
    const { messages } = await stage.stack.record(interactionId);
    return messages.find(({ content }) => actionIn(content) === wanted);
  });
}

async function ask(
  { stack }: Stage,
  requester: Requester,
  prompt = PROMPT,
  attaches?: Fault['attaches'],
): Promise<InvokeResult> {
  const file = attaches === undefined ? {} : { file: await attach(stack, FILES[attaches], requester.userId) };
  return stack.invoke('chat', { prompt, ...file }, { ...requester, locale: 'en-US' });
}

const FILES = {
  text: { filename: 'notes.txt', type: 'text/plain', bytes: 'Nothing of note.' },
  image: { filename: 'photo.png', type: 'image/png', bytes: PNG },
  recording: { filename: 'voice-message.wav', type: 'audio/wav', bytes: toneOf(1) },
};

export async function askAndWait(stage: Stage, requester: Requester): Promise<string> {
  const { interactionId } = await ask(stage, requester);
  await untilOver(stage, interactionId);
  await stage.until('the answer is settled', () => isSettled(stage, interactionId));
  return interactionId;
}

/** The delivery says that it is over, in the log; what the object itself says is looked at afterwards. */
function untilOver(stage: Stage, interactionId: string): Promise<unknown> {
  return stage.until('the delivery is over', () => stage.linesOf(interactionId).some(isLastWord));
}

function isLastWord({ event, outcome }: { event: string; [field: string]: unknown }): boolean {
  return event === 'delivery.finished' || (event === 'delivery.recovered' && outcome !== 'untouched');
}

/** Every chat that was begun has been closed (`isLost`: unless nothing is left of the process that could), and each was
 *  either written down or reported as not written. */
async function isSettled(stage: Stage, interactionId: string, isLost = false): Promise<boolean> {
  const lines = stage.linesOf(interactionId);
  const count = (wanted: string) => lines.filter(({ event }) => event === wanted).length;
  const finished = count('chat.finished');
  if (!isLost && finished < count('chat.started') - count('guard.refused')) return false;
  const lost = lines.filter(({ event, isLastTry }) => event === 'memory.store_failed' && isLastTry === true);
  const rows = await readLedger(stage, interactionId);
  const running = rows.filter(({ outcome }) => outcome === 'running');
  if (!isLost && running.length > lost.length) return false;
  return rows.length - running.length + lost.length >= finished;
}

async function whatIsLeft(stage: Stage, interactionId: string): Promise<string[]> {
  const left: string[] = [];
  const quiet = () => stage.providers.every((provider) => provider.connections().open === 0);
  await stage
    .until('the provider’s connections are closed', quiet)
    .catch(() => left.push('provider connection'));
  if (!(await stage.hasEnded(interactionId))) left.push('running delivery');
  return left;
}

/** What an object says of itself, or learns by itself, belongs to no request. */
function untraced(lines: readonly LogLine[]): string[] {
  return lines
    .filter(({ traceId, event }) => traceId === undefined || event === 'memory.learned')
    .map(({ event }) => event);
}

function eventsOf(stage: Stage, interactionId: string): string[] {
  return stage.linesOf(interactionId).map(({ event }) => event);
}
