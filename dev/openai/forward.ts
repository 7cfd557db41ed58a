/** Passes a request on, as it came, to a real server that takes the place of an engine of the stand-in. */
import { apiError } from './api-error.ts';
import { sendJsonBody } from './body-answer.ts';
import type { Exchange } from './exchange.ts';

/** Base URLs up to and with `/v1`, as an OpenAI client takes them. */
export interface ForwardTargets {
  WHISPER_BASE_URL?: string;
  TTS_BASE_URL?: string;
  EMBEDDINGS_BASE_URL?: string;
}

export type ForwardVariable = keyof ForwardTargets;

const VARIABLES: Record<string, ForwardVariable> = {
  '/v1/audio/transcriptions': 'WHISPER_BASE_URL',
  '/v1/audio/translations': 'WHISPER_BASE_URL',
  '/v1/audio/speech': 'TTS_BASE_URL',
  '/v1/embeddings': 'EMBEDDINGS_BASE_URL',
};

export interface ForwardTarget {
  variable: ForwardVariable;
  url: string;
}

/** Null: the stand-in answers itself. */
export function findTarget(method: string, path: string, targets: ForwardTargets): ForwardTarget | null {
  const variable = VARIABLES[path];
  const base = variable === undefined ? undefined : targets[variable];
  if (method !== 'POST' || variable === undefined || base === undefined) return null;
  return { variable, url: `${base.replace(/\/+$/, '')}${path.slice('/v1'.length)}` };
}

/** The stand-in's own key stays here: the other server would not know it. */
export async function forward(
  { variable, url }: ForwardTarget,
  { contentType, bytes }: { contentType: string; bytes: Buffer },
  exchange: Exchange,
): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: bytes,
      signal: exchange.gone,
    });
  } catch {
    return sendJsonBody(exchange, apiError(502, 'server_error', `${variable} cannot be reached.`));
  }
  exchange.head(answer.status, keepHeaders(answer.headers));
  try {
    for await (const piece of answer.body ?? []) {
      if (!(await exchange.write(Buffer.from(piece)))) return;
    }
    await exchange.end();
  } catch {
    await exchange.cut();
  }
}

function keepHeaders(headers: Headers): Record<string, string> {
  const kept = ['content-type', 'retry-after'].flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(kept);
}
