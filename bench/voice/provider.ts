/** A provider as fast as good ones: so long to a transcript, to a first token, to a first sound, and then all at once. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const TRANSCRIPTION_MS = 200;
export const FIRST_TOKEN_MS = 300;
export const FIRST_SOUND_MS = 150;
/** What is waited for whatever Libra does. */
export const FLOOR_MS = TRANSCRIPTION_MS + FIRST_TOKEN_MS + FIRST_SOUND_MS;

const QUESTION = 'What is the capital of Korea?';
export const CLAUSES = ['Seoul is the capital of Korea.', 'About ten million people live there.'];
/** Of one clause: half a second. */
export const CLAUSE_SAMPLES = 12_000;

export interface VoiceProvider {
  url: string;
  close(): Promise<void>;
}

export async function startVoiceProvider(): Promise<VoiceProvider> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const path = request.url ?? '';
      if (path.endsWith('/transcriptions')) setTimeout(() => transcribe(response), TRANSCRIPTION_MS);
      else if (path.endsWith('/speech')) setTimeout(() => speak(response), FIRST_SOUND_MS);
      else setTimeout(() => answer(response), FIRST_TOKEN_MS);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
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
