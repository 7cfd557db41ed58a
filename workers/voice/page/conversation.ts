/**
 * One conversation: what happens in the browser goes into the state machine, and what it wants is done here. No view: that
 * is told of each change.
 */
import type { FromPage } from '../../../shared/contract/talk.ts';
import { decodeFrame, encodeFrame } from './audio/frame.ts';
import { createMicrophone } from './audio/microphone.ts';
import { openPlayer, type Player } from './audio/player.ts';
import { admit } from './talk/admission.ts';
import { createConnection } from './talk/connection.ts';
import { type Effect, FIRST, type Input, type Talk } from './talk/model.ts';
import { createOutbox } from './talk/outbox.ts';
import { parseServerEvent } from './talk/server-event.ts';
import { step } from './talk/session.ts';
import { createUtterances, type HeardEvent } from './talk/utterances.ts';

export interface ConversationDeps {
  /** Of the link. */
  token: string;
  assetsUrl: string;
  changed(talk: Talk): void;
  level(loudness: number): void;
}

export interface Conversation {
  happen(input: Input): void;
  /** A key or a button is held. */
  press(): void;
  release(): void;
  tryMicrophone(): void;
}

/** What is still to be heard when the conversation is over is waited for as long. */
const PLAY_OUT_MS = 30_000;

export function startConversation({ token, assetsUrl, changed, level }: ConversationDeps): Conversation {
  let talk: Talk = FIRST;
  let player: Player | null = null;
  let hasSound = true;
  const outbox = createOutbox();
  const utterances = createUtterances();
  const connection = createConnection({
    opened: () => happen({ kind: 'open' }),
    closed: (code) => happen({ kind: 'closed', code, random: Math.random() }),
    text(text) {
      const event = parseServerEvent(text);
      if (event !== null) happen({ kind: 'server', event });
    },
    bytes: takeAudio,
  });
  const microphone = createMicrophone({
    assetsUrl: `${assetsUrl}vad/`,
    tell: (state) => happen({ kind: 'microphone', state }),
    hear,
    level,
  });

  function happen(input: Input) {
    const before = talk;
    const [next, effects] = step(talk, input, performance.now());
    talk = next;
    for (const effect of effects) obey(effect);
    pump();
    if ((before.audible === null) !== (talk.audible === null)) microphone.beCareful(talk.audible !== null);
    if (talk !== before) changed(talk);
  }

  function hear(event: HeardEvent) {
    if (talk.phase !== 'live' || talk.endingUntilMs !== null) return;
    for (const heard of utterances.hear(event)) happen({ kind: 'speech', event: heard });
    pump();
  }

  function takeAudio(bytes: ArrayBuffer) {
    const frame = decodeFrame(bytes);
    if (frame === null || frame.number <= talk.silenced || !hasSound) return;
    player?.push(frame);
    happen({ kind: 'audio', turn: frame.number, first: frame.first, samples: frame.samples.length });
  }

  /** As much as the connection takes. The rest waits here, where it is known what waits. */
  function pump() {
    while (connection.canSend()) {
      const out = outbox.next();
      if (out === undefined) break;
      connection.send(out.kind === 'audio' ? encodeFrame(out.frame) : JSON.stringify(out.event));
    }
    const slow = outbox.isSlow();
    if (slow !== talk.slow && talk.phase === 'live') happen({ kind: 'slow', slow });
  }

  async function openAudio() {
    const opening = openPlayer(`${assetsUrl}player-worklet.js`, (report) =>
      happen({ kind: 'playback', report }),
    );
    void microphone.open();
    try {
      player = await opening;
    } catch {
      // Then it is read alone.
      hasSound = false;
    }
  }

  function endAudio(turn: number, samples: number) {
    if (hasSound) player?.end(turn, samples);
    else happen({ kind: 'playback', report: { kind: 'ended', turn, samples: 0 } });
  }

  function closeAudio(playOut: boolean) {
    microphone.close();
    const closing = player;
    setTimeout(() => closing?.close(), playOut ? PLAY_OUT_MS : 0);
  }

  function obey(effect: Effect) {
    switch (effect.do) {
      case 'admit':
        return void admit(token).then(happen);
      case 'open_audio':
        return void openAudio();
      case 'close_audio':
        return closeAudio(effect.playOut);
      case 'connect':
        return connection.open(talk.admission?.key ?? '', effect.afterMs);
      case 'disconnect':
        return connection.close();
      case 'hello':
        return connection.send(JSON.stringify(effect.event satisfies FromPage));
      case 'open_outbox':
        return outbox.open(effect.known);
      case 'shut_outbox':
        return outbox.shut();
      case 'say':
        return outbox.say(effect.event);
      case 'type':
        return outbox.type(effect.text);
      case 'speak':
        return outbox.speak(effect.event);
      case 'hold':
        return player?.hold(effect.held);
      case 'flush':
        return player?.flush(effect.turn, effect.over);
      case 'audio_end':
        return endAudio(effect.turn, effect.samples);
      case 'mute':
        return microphone.mute(effect.muted);
      case 'hands_free':
        return hear({ kind: 'hands_free', on: effect.on });
      case 'read_aloud':
        return readAloud(effect.text, talk.admission?.locale ?? 'en');
    }
  }

  setInterval(() => {
    happen({ kind: 'tick' });
  }, 1_000);
  addEventListener('online', () => happen({ kind: 'online' }));
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    player?.resume();
    microphone.resume();
  });
  obey({ do: 'admit' });

  return {
    happen,
    press: () => hear({ kind: 'press' }),
    release: () => hear({ kind: 'release' }),
    tryMicrophone: () => void microphone.open(),
  };
}

function readAloud(text: string, language: string) {
  if (typeof speechSynthesis === 'undefined') return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = language;
  speechSynthesis.speak(words);
}
