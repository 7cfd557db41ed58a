/** The stand-in's own endpoints. Every failure is a value. */
import type { InvokeCommand, MessageView, PressComponent, Snowflake, WorldState } from '../../protocol.ts';
import type {
  AutocompleteRequest,
  AutocompleteResult,
  CastVote,
  DeauthoriseResult,
  PostMessage,
  SubmitModal,
  UploadView,
  UseMenuCommand,
} from '../../surfaces.ts';
import type { Failure, Outcome, Sent } from './model.ts';

export interface PageApi {
  loadWorld(): Promise<WorldState | null>;
  loadMessages(channelId: Snowflake, userId: Snowflake): Promise<MessageView[] | null>;
  invoke(command: InvokeCommand): Promise<Outcome>;
  useMenu(command: UseMenuCommand): Promise<Outcome>;
  press(component: PressComponent): Promise<Outcome>;
  vote(vote: CastVote): Promise<Failure | null>;
  autocomplete(request: AutocompleteRequest): Promise<AutocompleteResult | null>;
  submitModal(submission: SubmitModal): Promise<Outcome>;
  upload(file: File, userId: Snowflake): Promise<Sent<UploadView>>;
  postMessage(message: PostMessage): Promise<Failure | null>;
  deauthorise(userId: Snowflake): Promise<Sent<DeauthoriseResult>>;
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

  const send = <Result>(path: string, body: object) =>
    post<Result>(path, JSON.stringify(body), 'application/json');

  async function post<Result>(path: string, body: string | File, type: string): Promise<Sent<Result>> {
    try {
      const response = await fetcher(path, { method: 'POST', headers: { 'content-type': type }, body });
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
    async autocomplete(request) {
      const sent = await send<AutocompleteResult>('/dev/autocomplete', request);
      return sent.ok ? sent.result : null;
    },
    submitModal: (submission) => send('/dev/modals', submission),
    deauthorise: (userId) => send('/dev/deauthorise', { userId }),
    upload: (file, userId) =>
      post(
        `/dev/uploads?${new URLSearchParams({ userId, filename: file.name })}`,
        file,
        file.type || 'application/octet-stream',
      ),
    postMessage: (message) => failureOf(send<MessageView>('/dev/messages', message)),
    vote: (vote) => failureOf(send<MessageView>('/dev/votes', vote)),
  };
}

async function failureOf(sending: Promise<Sent<unknown>>): Promise<Failure | null> {
  const sent = await sending;
  return sent.ok ? null : sent.failure;
}

async function readRefusal(response: Response): Promise<Failure> {
  const body: unknown = await response.json().catch(() => null);
  const detail =
    typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string'
      ? body.error
      : null;
  return { reason: 'refused', status: response.status, detail };
}
