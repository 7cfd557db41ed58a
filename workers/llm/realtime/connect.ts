/** A WebSocket to a realtime provider, or why there is none. */
import type { ProviderConfig } from '../config.ts';
import type { Failure } from '../provider/failure.ts';
import { readRefusal } from '../provider/read-refusal.ts';
import { headersOf, realtimeUrl } from './address.ts';

export type Connected = { ok: true; socket: RealtimeSocket } | { ok: false; failure: Failure };

export type RealtimeSocket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'>;

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
    if (socket === null) return { ok: false, failure: await readNoSocket(response) };
    socket.accept();
    return { ok: true, socket };
  } catch {
    return { ok: false, failure: { cause: 'unreachable' } };
  }
}

async function readNoSocket(response: Response): Promise<Failure> {
  if (!response.ok) return readRefusal(response);
  // A page where a socket was asked for.
  await response.body?.cancel();
  return { cause: 'garbled' };
}
