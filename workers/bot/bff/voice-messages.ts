/** The bot's calls about recordings and speech. No failure throws. */
import type { Caller } from '../../../shared/contract/caller.ts';
import { type Failure, readRefusal } from '../../../shared/contract/failure.ts';
import { BFF_ORIGIN, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import {
  type Recording,
  SPEAK_PATH,
  type SpeakRequest,
  TRANSCRIBE_PATH,
  type TranscribeRequest,
  type Transcript,
} from '../../../shared/contract/voice-messages.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { MAX_ANSWER_MS, MAX_SPEECH_BYTES } from '../../../shared/limits.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import type { BffAccess } from './access.ts';
import type { BffCall, BffReply } from './call.ts';

export interface VoiceMessagesClient {
  /** It takes as long as the recording needs. */
  transcribe(caller: Caller, recording: Recording, authorId?: string): Promise<BffReply<Transcript>>;
  /** What has been heard of this attachment before, within Discord's three seconds. */
  recall(caller: Caller, attachmentId: string): Promise<BffReply<Transcript>>;
}

/** The bff downloads, and then gives the provider as long as an answer may take. */
const HEAR_TIMEOUT_MS = MAX_ANSWER_MS + 35_000;
const RECALL_TIMEOUT_MS = 1_500;
const SPEAK_TIMEOUT_MS = MAX_ANSWER_MS;

export function createVoiceMessagesClient(call: BffCall): VoiceMessagesClient {
  return {
    transcribe: (caller, recording, authorId) =>
      call<Transcript>(
        TRANSCRIBE_PATH,
        {
          libra: { caller },
          recording,
          ...(authorId === undefined ? {} : { author_id: authorId }),
        } satisfies TranscribeRequest,
        HEAR_TIMEOUT_MS,
      ),
    recall: (caller, id) =>
      call<Transcript>(
        TRANSCRIBE_PATH,
        { libra: { caller }, recording: { id } } satisfies TranscribeRequest,
        RECALL_TIMEOUT_MS,
      ),
  };
}

export type Spoken = { ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; failure: Failure };

/** Aborting `stop` ends it. */
export async function fetchSpeech(
  { caller, text, traceparent }: { caller: Caller; text: string; traceparent: string },
  { fetch, signer }: BffAccess,
  stop: AbortSignal,
): Promise<Spoken> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(SPEAK_TIMEOUT_MS)]);
  try {
    const request = await signer.sign(`${BFF_ORIGIN}${SPEAK_PATH}`, {
      headers: { [TRACEPARENT_HEADER]: traceparent },
      body: JSON.stringify({ libra: { caller }, text } satisfies SpeakRequest),
      signal,
    });
    const response = await orAbort(fetch(request), signal);
    if (!response.ok) {
      const body: unknown = await orAbort(response.json(), signal).catch(() => null);
      return { ok: false, failure: readRefusal(body) };
    }
    const read = await orAbort(readBoundedBody(response, MAX_SPEECH_BYTES), signal);
    if (read.kind === 'read' && read.bytes.byteLength > 0) {
      return { ok: true, bytes: new Uint8Array(read.bytes) };
    }
    return {
      ok: false,
      failure: { code: read.kind === 'broken' ? 'provider_interrupted' : 'provider_garbled' },
    };
  } catch {
    return { ok: false, failure: { code: signal.aborted ? 'deadline_exceeded' : 'upstream_unreachable' } };
  }
}
