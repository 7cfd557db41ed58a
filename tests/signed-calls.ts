/** Calls to the Workers of a running stack, signed as Libra's own Workers sign them, or spoilt on purpose. */
import { type SignedCall, type Spoil, signCall } from '../dev/sign/signed-call.ts';
import type { Stack } from '../dev/stack/stack.ts';
import { CHAT_COMPLETIONS_PATH } from '../shared/chat/completions.ts';
import type { Caller } from '../shared/contract/caller.ts';
import type { ErrorBody } from '../shared/contract/error-body.ts';
import type { FollowedAnswer } from '../shared/contract/libra.ts';
import { IDEMPOTENCY_KEY_HEADER, LLM_ORIGIN } from '../shared/contract/routes.ts';

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The error's code; null for an answer. */
  code: string | null;
  /** The whole answer's text; null for an error. */
  content: string | null;
  libra: Record<string, unknown>;
}

let people = 0;

/** Somebody whom this stack has not met, in a guild of their own unless told otherwise. */
export function somebody(overrides: Partial<Caller> = {}): Caller {
  people += 1;
  const id = (kind: number) => `14${kind}${String(people).padStart(15, '0')}`;
  return { user_id: id(1), guild_id: id(2), channel_id: id(3), locale: 'ko', ...overrides };
}

export interface AskOptions {
  key?: string;
  /** Passes the cache of answers by. */
  fresh?: boolean;
  stream?: boolean;
  /** The answer that is asked anew or continued. */
  follows?: FollowedAnswer;
  /** Neither read from nor stored in a conversation. */
  remember?: false;
  /** Only the person sees the answer. */
  private?: true;
  spoil?: Spoil;
  /** The stack's own unless told otherwise. */
  secret?: string;
}

export function signChat(
  stack: Stack,
  caller: Caller,
  prompt: string,
  options: AskOptions = {},
): Promise<SignedCall> {
  const body = {
    messages: [{ role: 'user', content: prompt }],
    ...(options.stream === true ? { stream: true } : {}),
    libra: {
      caller,
      ...(options.follows === undefined ? {} : { follows: options.follows }),
      ...(options.remember === undefined ? {} : { remember: options.remember }),
      ...(options.private === undefined ? {} : { private: options.private }),
    },
  };
  return signCall({
    secret: options.secret ?? stack.keys.sharedSecret,
    signer: 'bot',
    url: `${stack.urls.bff}${CHAT_COMPLETIONS_PATH}`,
    body: JSON.stringify(body),
    headers: {
      ...(options.key === undefined ? {} : { [IDEMPOTENCY_KEY_HEADER]: options.key }),
      ...(options.fresh === true ? { 'cache-control': 'no-store' } : {}),
    },
    ...(options.spoil === undefined ? {} : { spoil: options.spoil }),
  });
}

/** One whole question as the bot asks it, answered in one piece. */
export async function ask(
  stack: Stack,
  caller: Caller,
  prompt: string,
  options: AskOptions = {},
): Promise<Reply> {
  return send(await signChat(stack, caller, prompt, options));
}

/** A call to one of the bff's other routes on behalf of `caller`. */
export function signFor(
  stack: Stack,
  path: string,
  caller: Caller,
  options: Pick<AskOptions, 'spoil' | 'secret'> = {},
): Promise<SignedCall> {
  return signCall({
    secret: options.secret ?? stack.keys.sharedSecret,
    signer: 'bot',
    url: `${stack.urls.bff}${path}`,
    body: JSON.stringify({ libra: { caller } }),
    ...(options.spoil === undefined ? {} : { spoil: options.spoil }),
  });
}

/** A call to the llm Worker, which only the bff may make. */
export function signForLlm(
  stack: Stack,
  path: string,
  options: Pick<AskOptions, 'spoil' | 'secret'> & { body?: string } = {},
): Promise<SignedCall> {
  return signCall({
    secret: options.secret ?? stack.keys.sharedSecret,
    signer: 'bff',
    url: `${LLM_ORIGIN}${path}`,
    body: options.body ?? '{}',
    ...(options.spoil === undefined ? {} : { spoil: options.spoil }),
  });
}

export async function send(call: SignedCall, signal?: AbortSignal): Promise<Reply> {
  const { url, method, headers, body } = call;
  return readReply(await fetch(url, { method, headers, body, ...(signal === undefined ? {} : { signal }) }));
}

/** The llm Worker has no address: its calls go in through the runtime. */
export async function sendToLlm(stack: Stack, call: SignedCall): Promise<Reply> {
  const llm = await stack.workers.miniflare.getWorker('libra-llm');
  const { url, method, headers, body } = call;
  return readReply((await llm.fetch(url, { method, headers, body })) as unknown as Response);
}

async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const { status, headers } = response;
  const body = parseObject(text) as Partial<ErrorBody> & {
    choices?: { message: { content: string } }[];
    libra?: Record<string, unknown>;
  };
  return {
    status,
    headers,
    text,
    code: body.error?.code ?? null,
    content: body.choices?.[0]?.message.content ?? null,
    libra: body.libra ?? {},
  };
}

function parseObject(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}
