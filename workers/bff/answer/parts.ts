/** The pieces of an answer that goes out while it is written, one behind the other: written by the rounds, read once. */
import type { ToolCall } from '../../../shared/chat/messages.ts';
import type { ToolState } from '../../../shared/contract/libra.ts';
import type { Collected } from './collect.ts';

export type AnswerPart =
  /** A model call's own bytes: whole frames, without the end. `drain`: they have been relayed. */
  { kind: 'body'; body: ReadableStream<Uint8Array>; drain: () => void } | OwnPart;

/** What Libra adds to the frames of the model call before it; `of`: as that names itself. */
export type OwnPart = { of: Pick<Collected, 'id' | 'created' | 'model'> } & (
  | { kind: 'tool'; state: ToolState }
  /** What stands between the texts of two rounds. */
  | { kind: 'text'; text: string }
  /** The calls that are left for the client, in the place of those that the model's own frames made; maybe none. */
  | { kind: 'calls'; calls: readonly ToolCall[] }
);

export interface AnswerParts {
  push(part: AnswerPart): void;
  /** There are no more. */
  end(): void;
  /** For one reader. Null at the end. */
  next(): Promise<AnswerPart | null>;
}

export function createParts(): AnswerParts {
  const waiting: AnswerPart[] = [];
  let hasEnded = false;
  let wake: (() => void) | undefined;
  const changed = () => {
    wake?.();
    wake = undefined;
  };
  return {
    push(part) {
      waiting.push(part);
      changed();
    },
    end() {
      hasEnded = true;
      changed();
    },
    async next() {
      for (;;) {
        const part = waiting.shift();
        if (part !== undefined) return part;
        if (hasEnded) return null;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
