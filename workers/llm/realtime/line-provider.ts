/** A realtime model as a provider like any other: its answer is a chat's event stream. */
import type { ProviderConfig } from '../config.ts';
import type { OpenResult, Provider } from '../provider/provider.ts';
import type { LineAnswer, LineRequest } from './line-rpc.ts';
import type { RealtimeLineRpc } from './rpc.ts';

/** Which conversation an answer belongs to. */
export interface Line {
  /** Of one person's conversation, and nobody else's. */
  name: string;
  heardMs: number | null;
}

export function createLineProvider(
  provider: ProviderConfig,
  { name, heardMs }: Line,
  findLine: (name: string) => RealtimeLineRpc,
): Provider {
  return {
    async open(asked, signal): Promise<OpenResult> {
      try {
        const body = JSON.stringify({ provider, asked, heardMs } satisfies LineRequest);
        const line = findLine(`${name} ${provider.name}`);
        const response = await line.fetch('https://line/', { method: 'POST', body, signal });
        if (response.ok && response.body !== null) return { ok: true, body: response.body };
        const { failure } = await response.json<LineAnswer>();
        return { ok: false, failure };
      } catch {
        return { ok: false, failure: { cause: 'unreachable' } };
      }
    },
  };
}
