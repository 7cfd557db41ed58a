/** Whether a realtime model is there: a session is opened, and closed at once. Nothing is asked, so that it costs nothing. */
import type { ModelEntry } from '../../shared/catalogue/catalogue.ts';
import { isRecord, parseJson } from '../../shared/json.ts';
import type { ProviderConfig } from '../../workers/llm/config.ts';
import { classifyErrorFrame } from '../../workers/llm/provider/classify.ts';
import type { Failure } from '../../workers/llm/provider/failure.ts';
import { headersOf, realtimeUrl } from '../../workers/llm/realtime/address.ts';

/** Undefined when there is a session. */
export function openRealtime(
  { upstream }: ModelEntry,
  provider: ProviderConfig,
  timeoutMs: number,
): Promise<Failure | undefined> {
  const url = realtimeUrl(provider, upstream).replace(/^http/, 'ws');
  // Node's takes headers, which the standard's does not.
  const socket = new WebSocket(url, { headers: headersOf(provider) } as unknown as string[]);
  return new Promise<Failure | undefined>((resolve) => {
    const timer = setTimeout(() => resolve({ cause: 'first_token_timeout' }), timeoutMs);
    const end = (failure: Failure | undefined): void => {
      clearTimeout(timer);
      resolve(failure);
    };
    socket.addEventListener('message', ({ data }) => {
      const event = parseJson(String(data));
      if (!isRecord(event)) end({ cause: 'garbled' });
      else if (event.type === 'session.created') end(undefined);
      else if (isRecord(event.error)) end(classifyErrorFrame(event.error));
    });
    // A refused handshake tells no more.
    socket.addEventListener('close', () => end({ cause: 'unreachable' }));
    socket.addEventListener('error', () => end({ cause: 'unreachable' }));
  }).finally(() => socket.close());
}
