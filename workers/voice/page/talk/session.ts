/**
 * The conversation as a state machine: what happens, to what is known and what is to be done. Pure: no clock, no randomness,
 * no browser.
 */
import {
  CLOSED_ENDED,
  CLOSED_PROTOCOL,
  CLOSED_REFUSED,
  type FromVoice,
} from '../../../../shared/contract/talk.ts';
import { withCaption, withSources } from './captions.ts';
import { FIRST, type Input, type Step, type Talk } from './model.ts';
import { onAudio, onFlush, onPlayback, onSpeech } from './playback.ts';
import { mayStillResume, nextDelayMs } from './reconnect.ts';

/** An answer to `end` is waited for as long; posting a transcript takes its time. */
const ENDING_MS = 5_000;
const POSTING_MS = 20_000;

export function step(talk: Talk, input: Input, nowMs: number): Step {
  switch (input.kind) {
    case 'admitted':
      return [
        {
          ...talk,
          phase: 'ready',
          admission: input.admission,
          secondsLeft: input.admission.seconds_left,
        },
        [],
      ];
    case 'not_admitted':
      if (input.why !== 'time_used') return [{ ...talk, phase: input.why }, []];
      return [{ ...talk, phase: 'ended', ended: { reason: 'time_used', text: '' } }, []];
    case 'retry':
      return talk.phase === 'unreachable' ? [{ ...FIRST }, [{ do: 'admit' }]] : [talk, []];
    case 'begin':
      if (talk.phase !== 'ready') return [talk, []];
      return [
        { ...talk, phase: 'live', microphone: 'asking' },
        [{ do: 'open_audio' }, { do: 'connect', afterMs: 0 }],
      ];
    case 'microphone':
      return [{ ...talk, microphone: input.state }, []];
    case 'open':
      return [talk, [{ do: 'hello', event: hello(talk) }]];
    case 'closed':
      return onClosed(talk, input, nowMs);
    case 'online':
      return talk.lost === null ? [talk, []] : [talk, [{ do: 'connect', afterMs: 0 }]];
    case 'server':
      return onServerEvent(talk, input.event);
    case 'audio':
      return onAudio(talk, input);
    case 'speech':
      return onSpeech(talk, input.event);
    case 'playback':
      return onPlayback(talk, input.report);
    case 'tick':
      return onTick(talk, nowMs);
    case 'slow':
      return [talk.slow === input.slow ? talk : { ...talk, slow: input.slow }, []];
    default:
      return onWish(talk, input, nowMs);
  }
}

type Wish = Extract<Input, { kind: 'typed' | 'mute' | 'hands_free' | 'captions' | 'dismiss' | 'end' }>;

/** What the person does beside speaking. */
function onWish(talk: Talk, input: Wish, nowMs: number): Step {
  switch (input.kind) {
    case 'dismiss':
      return [{ ...talk, notice: null }, []];
    case 'hands_free':
      return [{ ...talk, handsFree: input.on }, [{ do: 'hands_free', on: input.on }]];
    case 'mute':
      return [{ ...talk, muted: input.muted }, [{ do: 'mute', muted: input.muted }]];
    case 'captions':
      return [{ ...talk, captions: input.on }, []];
    case 'typed': {
      const text = input.text.trim();
      return text === '' || talk.phase !== 'live' ? [talk, []] : [talk, [{ do: 'type', text }]];
    }
    case 'end':
      if (talk.phase !== 'live' || talk.endingUntilMs !== null) return [talk, []];
      return [
        { ...talk, posts: input.post, endingUntilMs: nowMs + (input.post ? POSTING_MS : ENDING_MS) },
        [
          { do: 'mute', muted: true },
          { do: 'say', event: { type: 'end', post: input.post } },
        ],
      ];
  }
}

function hello({ seen, arrived }: Talk) {
  return { type: 'hello', seen, ...(arrived === null ? {} : { audio: arrived }) } as const;
}

function onServerEvent(talk: Talk, event: FromVoice): Step {
  // It has been sent again.
  if (event.seq <= talk.seen || talk.phase !== 'live') return [talk, []];
  const seen: Talk = { ...talk, seen: event.seq };
  switch (event.type) {
    case 'ready':
      return [
        { ...seen, connected: true, lost: null, state: event.state, secondsLeft: event.seconds_left },
        [{ do: 'open_outbox', known: { utterance: event.utterance, texts: event.texts } }],
      ];
    case 'state':
      return onState(seen, event.state);
    case 'caption':
      return [{ ...seen, lines: withCaption(seen.lines, event) }, []];
    case 'sources':
      return [{ ...seen, lines: withSources(seen.lines, event) }, []];
    case 'clause':
      return [{ ...seen, clause: event.text }, []];
    case 'audio_end':
      return [seen, [{ do: 'audio_end', turn: event.turn, samples: event.samples }]];
    case 'flush':
      return onFlush(seen, event.turn);
    case 'notice':
      return [{ ...seen, notice: { code: event.code, text: event.text, fatal: event.fatal } }, []];
    case 'seconds_left':
      return [{ ...seen, secondsLeft: event.seconds }, []];
    case 'ended':
      return onEnded(seen, event);
  }
}

/** Who is listened to is not spoken over: what is left of an answer that the Worker has given up. */
function onState(talk: Talk, state: Talk['state']): Step {
  const { audible } = talk;
  const next = { ...talk, state };
  return state === 'listening' && audible !== null ? onFlush(next, audible.turn) : [next, []];
}

/** What stops the conversation is to be heard: where the Worker could not say it, the browser does. */
function onEnded(talk: Talk, { reason, text, transcript }: Extract<FromVoice, { type: 'ended' }>): Step {
  const [over, effects] = end(talk, reason, text, transcript);
  const { notice, clause } = talk;
  if (reason !== 'budget_used' || notice === null || notice.text === clause) return [over, effects];
  return [over, [...effects, { do: 'read_aloud', text: notice.text }]];
}

function onClosed(talk: Talk, { code, random }: { code: number; random: number }, nowMs: number): Step {
  if (talk.phase !== 'live') return [talk, []];
  if (talk.endingUntilMs !== null && code === CLOSED_ENDED) return end(talk, 'person', '');
  if (code === CLOSED_REFUSED && talk.seen === 0) {
    const [over, effects] = end(talk, 'lost', '');
    return [{ ...over, phase: 'link_used' }, effects];
  }
  if (code === CLOSED_REFUSED || code === CLOSED_ENDED) return end(talk, 'lost', '');
  if (code === CLOSED_PROTOCOL) return end(talk, 'failed', '');
  const lost = talk.lost ?? { atMs: nowMs, attempts: 0 };
  if (!mayStillResume(lost.atMs, nowMs)) return end(talk, 'lost', '');
  return [
    { ...talk, connected: false, lost: { ...lost, attempts: lost.attempts + 1 } },
    [{ do: 'shut_outbox' }, { do: 'connect', afterMs: nextDelayMs(lost.attempts, random) }],
  ];
}

function onTick(talk: Talk, nowMs: number): Step {
  if (talk.phase !== 'live') return [talk, []];
  if (talk.endingUntilMs !== null && nowMs > talk.endingUntilMs) return end(talk, 'person', '');
  if (talk.lost !== null && !mayStillResume(talk.lost.atMs, nowMs)) return end(talk, 'lost', '');
  // Each second. A hidden page ticks more seldom; the Worker says after each answer how it stands.
  return [{ ...talk, secondsLeft: Math.max(0, talk.secondsLeft - 1) }, []];
}

/** What is still to be heard of a last sentence is heard, unless the person has ended it. */
function end(
  talk: Talk,
  reason: NonNullable<Talk['ended']>['reason'],
  text: string,
  known?: 'posted' | 'failed',
): Step {
  const transcript = known ?? (talk.posts ? 'unknown' : undefined);
  const playOut = reason !== 'person' && reason !== 'replaced';
  return [
    {
      ...talk,
      phase: 'ended',
      connected: false,
      lost: null,
      utterance: null,
      slow: false,
      ended: { reason, text, ...(transcript === undefined ? {} : { transcript }) },
    },
    [{ do: 'shut_outbox' }, { do: 'disconnect' }, { do: 'close_audio', playOut }],
  ];
}
