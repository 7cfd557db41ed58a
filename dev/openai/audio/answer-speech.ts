/** Answers `POST /v1/audio/speech`: speaks sentence by sentence, and sends each while the next is spoken. */
import { createHash } from 'node:crypto';
import { SPEECH_FORMATS, SPEECH_RATE, type SpeechEncoder } from '../../speech/encode-audio.ts';
import type { Outcome, SpeechEngines } from '../../speech/engines.ts';
import { splitForSpeech } from '../../speech/sentences.ts';
import { isKorean } from '../../speech/voices.ts';
import { sendJsonBody } from '../body-answer.ts';
import type { Exchange } from '../exchange.ts';
import { errorEvent, streamBytes, streamEvents } from '../piece-answer.ts';
import { playScript } from '../script.ts';
import { countTokens } from '../tokens.ts';
import { engineError } from './engine-error.ts';
import type { KnownRecordings } from './known-recordings.ts';
import { parseSpeechRequest, type SpeechRequest } from './speech-request.ts';

export interface SpeechDeps {
  engines: SpeechEngines;
  recordings: KnownRecordings;
}

/** What goes out at once, so that a stream has pieces to be cut between. */
const PIECE_BYTES = 8_192;
/** OpenAI's speech models write about so many tokens for a second of speech. */
const TOKENS_PER_SEC = 20;
const SETTING = 'TTS_BASE_URL';

export async function answerSpeech(body: unknown, exchange: Exchange, deps: SpeechDeps): Promise<void> {
  const verdict = parseSpeechRequest(body);
  if (!verdict.ok) return sendJsonBody(exchange, verdict.error);
  const { request } = verdict;
  if (exchange.faults.script !== undefined && request.asEvents)
    return playScript(exchange.faults.script, exchange);
  const encoder = await deps.engines.encoder(request.format);
  if (!encoder.ok) return sendJsonBody(exchange, engineError(encoder, SETTING));
  const [first = '', ...others] = splitForSpeech(request.input);
  const speak = (text: string) => deps.engines.synthesise(text, request.voice, request.speed);
  // The first sentence before the headers: until then a failure is a status.
  const opening = await speak(first);
  if (!opening.ok) return sendJsonBody(exchange, engineError(opening, SETTING));
  const speech = createSpeech(
    encoder.value,
    opening.value,
    others.map((text) => () => speak(text)),
  );
  const pieces = remember(speech.pieces(), request, deps.recordings);
  if (request.asEvents) return streamEvents(exchange, eventsOf(pieces, request, speech.seconds));
  await streamBytes(exchange, SPEECH_FORMATS[request.format].contentType, pieces);
}

type SpeakNext = () => Promise<Outcome<Float32Array>>;

function createSpeech(encoder: SpeechEncoder, opening: Float32Array, others: readonly SpeakNext[]) {
  let samples = 0;
  async function* encoded(): AsyncGenerator<Buffer> {
    yield encoder.head();
    samples += opening.length;
    yield encoder.push(opening);
    for (const speakNext of others) {
      const spoken = await speakNext();
      if (!spoken.ok) throw new Error(spoken.why);
      samples += spoken.value.length;
      yield encoder.push(spoken.value);
    }
    yield encoder.end();
  }
  return { pieces: () => cutToSize(encoded()), seconds: () => samples / SPEECH_RATE };
}

async function* cutToSize(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const block of blocks) {
    for (let start = 0; start < block.length; start += PIECE_BYTES) {
      yield block.subarray(start, start + PIECE_BYTES);
    }
  }
}

/** No offline engine understands Korean, so what was spoken is known by its bytes when it comes back. */
async function* remember(
  pieces: AsyncIterable<Buffer>,
  { input }: SpeechRequest,
  recordings: KnownRecordings,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  if (isKorean(input)) recordings.add(hash.digest('hex'), input);
}

async function* eventsOf(pieces: AsyncIterable<Buffer>, { input }: SpeechRequest, seconds: () => number) {
  try {
    for await (const piece of pieces) yield { type: 'speech.audio.delta', audio: piece.toString('base64') };
  } catch {
    yield errorEvent();
    return;
  }
  const inputTokens = countTokens(input);
  const outputTokens = Math.ceil(seconds() * TOKENS_PER_SEC);
  const usage = {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
  yield { type: 'speech.audio.done', usage };
}
