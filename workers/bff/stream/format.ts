/** In which of OpenAI's forms an answer goes out. Texts are whole frames. Types alone. */
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Closing } from '../answer/closing.ts';
import type { Opening } from '../answer/opening.ts';
import type { OwnPart } from '../answer/parts.ts';

type Begun = Extract<Opening, { ok: true }>;

export interface AnswerFormat {
  /** Before the frames of an answer. */
  begun(
    opening: Pick<Begun, 'isForgotten' | 'isFirstUse' | 'droppedModel' | 'persona' | 'documents'>,
  ): string;
  /** Writes the frames of an answer as they come, without its end. Rejects when either side breaks. */
  relay(body: ReadableStream<Uint8Array>, writable: WritableStream<Uint8Array>): Promise<void>;
  /** What stands between the frames of two model calls, or behind those of the last. */
  part(part: OwnPart): string;
  /** After the frames of an answer that came to its end. */
  ended(closing: Closing): string;
  /** After the frames of one that did not. `isTold`: the frames have said so. */
  brokenOff(failure: Failure, isTold: boolean): string;
  /** An answer that exists already, whole. */
  repeated(closing: Closing): string;
  /** In place of an answer, once the status has been sent. */
  failed(failure: Failure): string;
  /** In one piece, as JSON. */
  whole(closing: Closing): unknown;
  /** A failure in the terms of the client's request. */
  describe(failure: Failure): Failure;
}
