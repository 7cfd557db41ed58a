/** A provider as fast as good ones: so long to a transcript, to a first token, to a first sound, and then all at once. */
import type { ServerResponse } from 'node:http';
import { startHttpServer } from '../../dev/stand-in/http-server.ts';

export const TRANSCRIPTION_MS = 200;
export const FIRST_TOKEN_MS = 300;
export const FIRST_SOUND_MS = 150;
/** What is waited for whatever Libra does. */
export const FLOOR_MS = TRANSCRIPTION_MS + FIRST_TOKEN_MS + FIRST_SOUND_MS;

const QUESTION = 'What is the capital of Korea?';
export const CLAUSES = ['Seoul is the capital of Korea.', 'About ten million people live there.'];
/** Of one clause: half a second. */
export const CLAUSE_SAMPLES = 12_000;

export type ProviderCall = 'transcription' | 'answer' | 'speech';

/** When a request had come as a whole, and when the first of its answer went out; `performance.now()`. */
export interface Mark {
  call: ProviderCall;
  arrivedAtMs: number;
  answeredAtMs: number;
}

export interface VoiceProvider {
  url: string;
  /** Since it was last asked, in the order of arrival. */
  takeMarks(): Mark[];
  close(): Promise<void>;
}

export async function startVoiceProvider(): Promise<VoiceProvider> {
  let marks: Mark[] = [];
  const server = await startHttpServer({
    name: 'provider',
    handle(request, response) {
      request.resume();
      request.on('end', () => {
        const call = callOf(request.url ?? '');
        const mark = { call, arrivedAtMs: performance.now(), answeredAtMs: Number.NaN };
        marks.push(mark);
        const { ms, answer } = CALLS[call];
        setTimeout(() => {
          mark.answeredAtMs = performance.now();
          answer(response);
        }, ms);
      });
    },
  });
  return {
    url: `${server.origin}/v1`,
    takeMarks() {
      const taken = marks;
      marks = [];
      return taken;
    },
    close: server.close,
  };
}

const CALLS: Record<ProviderCall, { ms: number; answer(response: ServerResponse): void }> = {
  transcription: { ms: TRANSCRIPTION_MS, answer: transcribe },
  answer: { ms: FIRST_TOKEN_MS, answer },
  speech: { ms: FIRST_SOUND_MS, answer: speak },
};

function callOf(path: string): ProviderCall {
  if (path.endsWith('/transcriptions')) return 'transcription';
  return path.endsWith('/speech') ? 'speech' : 'answer';
}

function transcribe(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ text: QUESTION }));
}

function speak(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'audio/pcm' }).end(Buffer.alloc(CLAUSE_SAMPLES * 2));
}

function answer(response: ServerResponse): void {
  response.socket?.setNoDelay(true);
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const word of CLAUSES.join(' ').split(/(?<= )/)) response.write(frame({ content: word }, null));
  response.end(`${frame({}, 'stop')}data: [DONE]\n\n`);
}

function frame(delta: object, finishReason: string | null): string {
  const choices = [{ index: 0, delta, finish_reason: finishReason }];
  const chunk = {
    id: 'chatcmpl-bench',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-4o-mini',
    choices,
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
