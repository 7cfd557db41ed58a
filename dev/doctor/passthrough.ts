/** What a model that does not chat is asked for, to see whether it answers: as little as there is. */
import { kindOf, type ModelEntry } from '../../shared/catalogue/catalogue.ts';
import type { Failure } from '../../workers/llm/provider/failure.ts';
import type { PassthroughProvider, PassthroughRequest } from '../../workers/llm/provider/provider.ts';

/** Undefined when it answers. */
export async function askPassthrough(
  model: ModelEntry,
  provider: PassthroughProvider,
  timeoutMs: number,
): Promise<Failure | undefined> {
  const sent = await provider.send(await requestOf(model), AbortSignal.timeout(timeoutMs));
  if (!sent.ok) return sent.failure;
  await sent.body.cancel();
  return undefined;
}

export async function requestOf(entry: ModelEntry): Promise<PassthroughRequest> {
  const model = entry.upstream;
  switch (kindOf(entry)) {
    case 'moderation':
      return jsonRequest('/moderations', { model, input: 'Yes.' });
    case 'speech':
      return jsonRequest('/audio/speech', { model, input: 'Yes.', voice: 'alloy' });
    case 'transcription': {
      const form = new FormData();
      form.append('model', model);
      form.append('file', new File([silence()], 'silence.wav', { type: 'audio/wav' }));
      const written = new Response(form);
      const contentType = written.headers.get('content-type') ?? '';
      const bytes = new Uint8Array(await written.arrayBuffer());
      return { path: '/audio/transcriptions', contentType, parts: [bytes] };
    }
    default:
      return jsonRequest('/embeddings', { model, input: 'Yes.' });
  }
}

function jsonRequest(path: string, body: object): PassthroughRequest {
  const parts = [new TextEncoder().encode(JSON.stringify(body))];
  return { path, contentType: 'application/json', parts };
}

const SAMPLES_PER_SEC = 16_000;

/** A second of it: shorter recordings are refused by some. 16 bit, mono. */
function silence(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + 2 * SAMPLES_PER_SEC);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('RIFF'), 0);
  view.setUint32(4, bytes.byteLength - 8, true);
  bytes.set(new TextEncoder().encode('WAVEfmt '), 8);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLES_PER_SEC, true);
  view.setUint32(28, 2 * SAMPLES_PER_SEC, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  bytes.set(new TextEncoder().encode('data'), 36);
  view.setUint32(40, bytes.byteLength - 44, true);
  return bytes;
}
