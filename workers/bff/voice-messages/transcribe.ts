/**
 * A recording as text: what is known of it, else downloaded, heard within the caller's budgets, and kept. Order: what costs
 * nothing first.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { readFailure } from '../../../shared/contract/failure.ts';
import type { Recording, TranscribeRequest, Transcript } from '../../../shared/contract/voice-messages.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { type DownloadedFile, downloadFile } from '../../../shared/http/discord-file.ts';
import { isRecord, parseJson } from '../../../shared/json.ts';
import { MAX_RECORDING_BYTES, MAX_RECORDING_SEC } from '../../../shared/limits.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import { sleep } from '../../../shared/time/wait.ts';
import { payerOfCaller } from '../passthrough/payer.ts';
import { serveCall } from '../passthrough/serve.ts';
import type { Services } from '../services.ts';
import { createRecordingCall } from './recording-call.ts';
import { settingsHere } from './settings-here.ts';
import { type Heard, readTranscript } from './transcript.ts';
import { findTranscript, storeTranscript } from './transcript-store.ts';

export type Transcribed = { ok: true; transcript: Transcript } | { ok: false; failure: Failure };

type Wanted = Omit<TranscribeRequest, 'libra'> & { caller: Caller };

const DOWNLOAD_TIMEOUT_MS = 30_000;
/** Words with times of an hour. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** `signal`: of the bot's request. */
export async function transcribe(
  services: Services,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<Transcribed> {
  const { caller, recording } = wanted;
  // Before anything is waited for: an erasure meanwhile is one since.
  const askedAtMs = services.now();
  const known = await findKnown(services, caller, recording.id);
  if (known !== null) return { ok: true, transcript: { ...known, is_cached: true } };
  if (!('url' in recording)) return fail({ code: 'transcript_gone' });
  const fault = findFault(recording);
  if (fault !== null) return fail(fault);
  const room = services.recordings.open();
  if (room === null) return fail({ code: 'overloaded' });
  try {
    if (!room.hold(recording.size_bytes)) return fail({ code: 'overloaded' });
    const read = await download(services, recording, signal);
    if (!read.ok) return fail({ code: read.code });
    if (read.bytes.byteLength === 0) return fail({ code: 'recording_unreadable' });
    return await hear(services, { ...wanted, recording, askedAtMs }, read.bytes, signal);
  } finally {
    room.close();
  }
}

function fail(failure: Failure): Transcribed {
  return { ok: false, failure };
}

function findFault({ size_bytes: bytes, duration_sec: seconds = 0 }: Recording): Failure | null {
  if (bytes > MAX_RECORDING_BYTES) return { code: 'attachment_too_large' };
  if (seconds <= MAX_RECORDING_SEC) return null;
  return { code: 'recording_too_long', evidence: { limit: MAX_RECORDING_SEC / 60 } };
}

async function findKnown({ config, log }: Services, caller: Caller, id: string): Promise<Heard | null> {
  try {
    return await findTranscript(config.redis, caller, id);
  } catch (error) {
    log.warn('transcript.unread', { error: errorName(error) });
    return null;
  }
}

function download(
  { config, now }: Services,
  { url }: Recording,
  signal: AbortSignal,
): Promise<DownloadedFile> {
  const { discordCdnOrigin: localOrigin } = config;
  return downloadFile(
    url,
    MAX_RECORDING_BYTES,
    AbortSignal.any([signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]),
    {
      fetch: (address, init) => fetch(address, init),
      now,
      sleep,
      ...(localOrigin === undefined ? {} : { localOrigin }),
    },
  );
}

async function hear(
  services: Services,
  wanted: Wanted & { recording: Recording; askedAtMs: number },
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<Transcribed> {
  const { config, waitUntil } = services;
  const { caller, recording, askedAtMs } = wanted;
  const { filename, content_type: contentType } = recording;
  const file = { filename, contentType, bytes };
  const call = createRecordingCall(config.catalogue, file, `libra-${crypto.randomUUID()}`);
  if (call === null) return fail({ code: 'voice_not_offered' });
  const settings = await settingsHere(services, caller);
  const payer = { ...(await payerOfCaller(services, caller, settings)), askedAtMs };
  const response = await serveCall(services, payer, call, signal);
  const body = await readBoundedBody(response, MAX_ANSWER_BYTES);
  const answer = body.kind === 'read' ? parseJson(new TextDecoder().decode(body.bytes)) : undefined;
  if (!response.ok) return fail(failureIn(answer));
  const heard = readTranscript(answer);
  if (heard === null) return fail({ code: 'provider_garbled' });
  waitUntil(keep(services, wanted, heard, { askedAtMs, isRemembered: settings.memory }));
  return { ok: true, transcript: { ...heard, is_cached: false } };
}

/** OpenAI's newer models hear 1,400 seconds at once. */
const TOO_LONG = /\blonger than (\d{1,6}) seconds\b/;

/** The form is Libra's own: what a provider finds wrong with it is the file. */
function failureIn(answer: unknown): Failure {
  const error = isRecord(answer) && isRecord(answer.error) ? answer.error : undefined;
  const failure = readFailure(error);
  const isOfFile = ['invalid_request', 'provider_rejected', 'unsupported_value'].includes(failure.code);
  if (!isOfFile) return failure;
  const seconds = TOO_LONG.exec(String(error?.message))?.[1];
  if (seconds === undefined) return { code: 'recording_unreadable' };
  return { code: 'recording_too_long', evidence: { limit: Math.floor(Number(seconds) / 60) } };
}

async function keep(
  { config, log }: Services,
  { caller, recording, author_id: authorId }: Wanted,
  heard: Heard,
  asked: { askedAtMs: number; isRemembered: boolean },
): Promise<void> {
  const userIds = [caller.user_id, ...(authorId === undefined ? [] : [authorId])];
  const pseudonyms: string[] = [];
  for (const userId of userIds) pseudonyms.push(await pseudonymise(config.sharedSecrets[0], userId));
  try {
    const what = { caller, attachmentId: recording.id, userIds, pseudonyms, ...asked };
    await storeTranscript(config.redis, heard, what);
  } catch (error) {
    log.warn('transcript.unkept', { error: errorName(error) });
  }
}
