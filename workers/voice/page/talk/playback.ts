/** What is heard, and what happens when the person speaks over it. Pure. */
import { SPEAKER_HZ } from '../../../../shared/contract/talk.ts';
import type { PlaybackReport } from '../audio/jitter-buffer.ts';
import type { Input, Step, Talk } from './model.ts';
import type { UtteranceEvent } from './utterances.ts';

const TOLD_EVERY_MS = 1_000;

/** Audio that is not to be heard any more is no news. */
export function onAudio(talk: Talk, { turn, first, samples }: Extract<Input, { kind: 'audio' }>): Step {
  if (turn <= talk.silenced) return [talk, []];
  const { arrived } = talk;
  if (arrived !== null && turn < arrived.turn) return [talk, []];
  const before = arrived?.turn === turn ? arrived.samples : 0;
  return [
    {
      ...talk,
      arrived: { turn, samples: Math.max(before, first + samples) },
      audible: talk.audible ?? { turn, ms: 0, toldMs: 0 },
    },
    [],
  ];
}

export function onPlayback(talk: Talk, report: PlaybackReport): Step {
  const { turn } = report;
  switch (report.kind) {
    case 'started':
      return [{ ...talk, audible: { turn, ms: 0, toldMs: 0 } }, []];
    case 'held':
      return [turn === 0 ? talk : withPosition(talk, turn, report.samples), []];
    case 'position':
      return tellNowAndThen(withPosition(talk, turn, report.samples), turn);
    case 'ended': {
      const played = { type: 'played', turn, ms: toMs(report.samples), ended: true } as const;
      return [withoutAudible(talk, turn), [{ do: 'say', event: played }]];
    }
    case 'flushed': {
      const quiet = withoutAudible(talk, turn);
      if (turn !== talk.bargedIn) return [quiet, []];
      const event = { type: 'barge_in', turn, ms: toMs(report.samples) } as const;
      return [{ ...quiet, bargedIn: null }, [{ do: 'say', event }]];
    }
  }
}

/**
 * The person is heard, so that Libra stands still at once. When it was really speech, the rest is thrown away; else it goes
 * on where it was.
 */
export function onSpeech(talk: Talk, event: UtteranceEvent): Step {
  switch (event.kind) {
    case 'start':
      return [
        { ...talk, utterance: event.utterance },
        [
          { do: 'speak', event },
          { do: 'hold', held: true },
        ],
      ];
    case 'sure': {
      const { audible } = talk;
      if (audible === null) return [talk, [{ do: 'speak', event }]];
      const { turn } = audible;
      return [
        { ...talk, silenced: Math.max(talk.silenced, turn), bargedIn: turn },
        [
          { do: 'speak', event },
          { do: 'flush', turn, over: true },
        ],
      ];
    }
    case 'audio':
      return [talk, [{ do: 'speak', event }]];
    case 'end':
    case 'drop':
      return [
        { ...talk, utterance: null },
        [
          { do: 'speak', event },
          { do: 'hold', held: false },
        ],
      ];
  }
}

/** The Worker does not want it to be heard; another wording of the same turn may follow. */
export function onFlush(talk: Talk, turn: number): Step {
  return [talk, [{ do: 'flush', turn, over: false }]];
}

function tellNowAndThen(talk: Talk, turn: number): Step {
  const { audible } = talk;
  if (audible?.turn !== turn || audible.ms - audible.toldMs < TOLD_EVERY_MS) return [talk, []];
  const event = { type: 'played', turn, ms: audible.ms, ended: false } as const;
  return [{ ...talk, audible: { ...audible, toldMs: audible.ms } }, [{ do: 'say', event }]];
}

function withPosition(talk: Talk, turn: number, samples: number): Talk {
  const toldMs = talk.audible?.turn === turn ? talk.audible.toldMs : 0;
  return { ...talk, audible: { turn, ms: toMs(samples), toldMs } };
}

function withoutAudible(talk: Talk, turn: number): Talk {
  const { audible, arrived } = talk;
  if (audible !== null && audible.turn > turn) return talk;
  const isNextThere = arrived !== null && arrived.turn > turn;
  return { ...talk, audible: isNextThere ? { turn: arrived.turn, ms: 0, toldMs: 0 } : null };
}

function toMs(samples: number): number {
  return Math.round((samples * 1_000) / SPEAKER_HZ);
}
