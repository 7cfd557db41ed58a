/** The frames of an answer that nobody has been shown yet, and what is known of those that were. Pure. */
import type { ChatChunk } from '../../../shared/chat/chunk.ts';
import { createFrameParser } from '../../../shared/chat/frame-parser.ts';
import { encodeData } from '../../../shared/sse/encode.ts';
import { OVERLAP_CHARS } from './judge-request.ts';

export interface Held {
  /** Takes the data of one frame. Gives what of it may go out at once: a frame that says nothing and ends nothing. */
  push(data: string): string;
  hasFrames(): boolean;
  /** The model has said why it stops. */
  isFinished(): boolean;
  /** Something is held that would be heard. */
  hasSound(): boolean;
  /** The characters that are held. */
  length(): number;
  /** Closes a window: what is held is to be judged. Gives its text after the end of what was shown before; empty for none. */
  close(): string;
  /** The window's frames: they are being shown. */
  release(): string;
  /** The same for what is held, unjudged: the next window begins with it. */
  releaseUnjudged(): string;
  /** All the text that has come and was not released. */
  withheld(): string;
  /** The last chunk that came. */
  lastChunk(): ChatChunk | null;
}

export function createHeld(): Held {
  const parse = createFrameParser();
  let frames = '';
  let text = '';
  let window = { frames: '', text: '' };
  /** The end of what was shown. */
  let before = '';
  let isBeforeJudged = true;
  let isFinished = false;
  let hasSound = false;
  let last: ChatChunk | null = null;

  const show = (shown: string) => {
    before = (before + shown).slice(-OVERLAP_CHARS).toWellFormed();
  };

  return {
    push(data) {
      const frame = parse(data);
      const said = frame.kind === 'chunk' ? textOf(frame.chunk) : '';
      if (frame.kind === 'chunk') last = frame.chunk;
      const isEnd = frame.kind === 'chunk' && frame.chunk.choices.some(isEnding);
      isFinished ||= isEnd;
      const isQuiet = frame.kind === 'chunk' && said === '' && !isEnd && !isHeard(frame.chunk);
      if (isQuiet && frames === '') return encodeData(data);
      frames += encodeData(data);
      hasSound ||= frame.kind === 'chunk' && isHeard(frame.chunk);
      text += said;
      return '';
    },
    hasFrames: () => frames !== '',
    isFinished: () => isFinished,
    hasSound: () => hasSound,
    length: () => text.length,
    close() {
      window = { frames: window.frames + frames, text: window.text + text };
      hasSound = false;
      frames = '';
      text = '';
      return window.text === '' && isBeforeJudged ? '' : before + window.text;
    },
    release() {
      const released = window.frames;
      show(window.text);
      isBeforeJudged = true;
      window = { frames: '', text: '' };
      return released;
    },
    releaseUnjudged() {
      const released = frames;
      show(text);
      isBeforeJudged = text === '';
      hasSound = false;
      frames = '';
      text = '';
      return released;
    },
    withheld: () => window.text + text,
    lastChunk: () => last,
  };
}

/** What a reader would see: not what the model thinks. */
function textOf({ choices }: ChatChunk): string {
  return choices.map(({ text, refusal, audio }) => text + refusal + (audio?.transcript ?? '')).join('');
}

/** What cannot be read cannot be judged before it is heard, either: it waits for the text that it belongs to. */
function isHeard({ choices }: ChatChunk): boolean {
  return choices.some(({ audio }) => audio !== undefined && audio.data !== '');
}

function isEnding({ finishReason }: ChatChunk['choices'][number]): boolean {
  return finishReason !== undefined;
}
