/** A WebSocket to a realtime provider, or why there is none. */
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { parseRetryAfter } from '../../../shared/http/retry-after.ts';
import type { ProviderConfig } from '../config.ts';
import { classifyRefusal } from '../provider/classify.ts';
import type { Failure } from '../provider/failure.ts';
import { headersOf, realtimeUrl } from './address.ts';

export type Connected = { ok: true; socket: RealtimeSocket } | { ok: false; failure: Failure };

export type RealtimeSocket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'>;

const MAX_ERROR_BODY_BYTES = 65_536;

/** Never rejects. */
export async function connectRealtime(
  config: ProviderConfig,
  model: string,
  signal: AbortSignal,
  fetchImpl: typeof fetch = fetch,
): Promise<Connected> {
  try {
    const response = await fetchImpl(realtimeUrl(config, model), {
      headers: { ...headersOf(config), upgrade: 'websocket' },
      redirect: 'manual',
      signal,
    });
    const { webSocket: socket } = response;
    if (socket === null) return { ok: false, failure: await readRefusal(response) };
    socket.accept();
    return { ok: true, socket };
  } catch {
    return { ok: false, failure: { cause: 'unreachable' } };
  }
}

async function readRefusal(response: Response): Promise<Failure> {
  // A page where a socket was asked for.
  if (response.ok) {
    await response.body?.cancel();
    return { cause: 'garbled' };
  }
  const retryAfterMs = parseRetryAfter(response.headers, Date.now());
  const read = await readBoundedBody(response, MAX_ERROR_BODY_BYTES);
  const body = read.kind === 'read' ? new TextDecoder().decode(read.bytes) : '';
  return classifyRefusal(response.status, body, retryAfterMs);
}
