/** The stand-in's own endpoints. Every failure is a value. */
import type {
  InvokeCommand,
  MessageView,
  PostMessage,
  PressComponent,
  Snowflake,
  UseMenuCommand,
  WorldState,
} from '../../protocol.ts';
import type { Failure, Outcome, Sent } from './model.ts';

export interface PageApi {
  loadWorld(): Promise<WorldState | null>;
  loadMessages(channelId: Snowflake, userId: Snowflake): Promise<MessageView[] | null>;
  invoke(command: InvokeCommand): Promise<Outcome>;
  useMenu(command: UseMenuCommand): Promise<Outcome>;
  press(component: PressComponent): Promise<Outcome>;
  postMessage(message: PostMessage): Promise<Failure | null>;
}

export function createPageApi(fetcher: typeof fetch): PageApi {
  async function get<Body>(path: string): Promise<Body | null> {
    try {
      const response = await fetcher(path, { headers: { accept: 'application/json' } });
      return response.ok ? ((await response.json()) as Body) : null;
    } catch {
      return null;
    }
  }

  async function send<Result>(path: string, body: object): Promise<Sent<Result>> {
    try {
      const response = await fetcher(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (response.ok) return { ok: true, result: (await response.json()) as Result };
      return { ok: false, failure: await readRefusal(response) };
    } catch {
      return { ok: false, failure: { reason: 'unreachable' } };
    }
  }

  return {
    loadWorld: () => get<WorldState>('/dev/state'),
    loadMessages: (channelId, userId) =>
      get<MessageView[]>(`/dev/messages?${new URLSearchParams({ channelId, userId })}`),
    invoke: (command) => send('/dev/commands', command),
    useMenu: (command) => send('/dev/menu-commands', command),
    press: (component) => send('/dev/components', component),
    async postMessage(message) {
      const outcome = await send<MessageView>('/dev/messages', message);
      return outcome.ok ? null : outcome.failure;
    },
  };
}

async function readRefusal(response: Response): Promise<Failure> {
  const body: unknown = await response.json().catch(() => null);
  const detail =
    typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string'
      ? body.error
      : null;
  return { reason: 'refused', status: response.status, detail };
}
