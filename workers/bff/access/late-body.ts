/**
 * A signed request whose rest comes later (shared/signing/late.ts): who calls and what it is about, as soon as that is there. What
 * comes behind it is bounded, waited for so long and no longer, and believed only under its seal.
 */
import { parseBoundedJson } from '../../../shared/json.ts';
import { SEAL_BYTES } from '../../../shared/signing/late.ts';
import type { HeadVerdict } from '../../../shared/signing/verify.ts';
import { within } from '../../../shared/time/wait.ts';
import {
  type AuthenticationDeps,
  type Identity,
  OVER_PUBLIC_LIMIT,
  type Refused,
  refuse,
} from './authenticate.ts';

export interface LateBody {
  about: unknown;
  /** Null: it has not come in time, its sender has gone, or it is not what was sealed. Never rejects. Once. */
  rest(): Promise<Uint8Array | null>;
}

export type LateAuthentication =
  | { ok: true; identity: Extract<Identity, { kind: 'bot' }>; late: LateBody }
  | Refused;

/** The sender has it when it begins to send. */
const ABOUT_MS = 5_000;
const MAX_ABOUT_BYTES = 4_096;
/** A reservation lives longer. */
const REST_MS = 30_000;
/** The longest text that may be spoken. */
const MAX_REST_BYTES = 16_384;

const LINE_END = 10;

export async function authenticateLate(
  request: Request,
  {
    verifier,
    uploads,
    isWithinPublicLimit,
  }: Pick<AuthenticationDeps, 'verifier' | 'uploads' | 'isWithinPublicLimit'>,
): Promise<LateAuthentication> {
  if (!(await isWithinPublicLimit(request))) return OVER_PUBLIC_LIMIT;
  const head = await verifier.verifyHead(request);
  if (!head.ok) return refuse('unauthorized', head.reason);
  const upload = uploads.open();
  if (upload === null) return refuse('overloaded', 'body_crowded');
  const body = createReader(request.body);
  const stop = (): void => {
    upload.close();
    body.cancel();
  };
  const line = await body.line().catch(() => null);
  if (line === null) {
    stop();
    return refuse('invalid_request', 'body_broken');
  }
  const verdict = await head.verifyBody(line);
  if (!verdict.ok) {
    stop();
    return refuse('unauthorized', verdict.reason);
  }
  const { signer, nonce: value, expiresAtMs } = verdict;
  return {
    ok: true,
    identity: { kind: 'bot', signer, nonce: { value, expiresAtMs } },
    late: {
      about: parseBoundedJson(line),
      rest: () => readRest(head, body).finally(stop),
    },
  };
}

async function readRest(
  head: Extract<HeadVerdict, { ok: true }>,
  body: LateReader,
): Promise<Uint8Array | null> {
  const sealed = await body.rest().catch(() => null);
  if (sealed === null) return null;
  const rest = sealed.subarray(0, -SEAL_BYTES);
  return (await head.verifyRest(rest, sealed.subarray(-SEAL_BYTES))) ? rest : null;
}

interface LateReader {
  /** With its end; null where there is none. */
  line(): Promise<Uint8Array | null>;
  rest(): Promise<Uint8Array | null>;
  cancel(): void;
}

function createReader(body: ReadableStream<Uint8Array> | null): LateReader {
  const reader = body?.getReader();
  let held = new Uint8Array(0);

  /** False at the end. */
  async function more(): Promise<boolean> {
    const { done = true, value } = (await reader?.read()) ?? {};
    if (done || value === undefined) return false;
    const longer = new Uint8Array(held.byteLength + value.byteLength);
    longer.set(held);
    longer.set(value, held.byteLength);
    held = longer;
    return true;
  }

  async function readLine(): Promise<Uint8Array | null> {
    while (!held.includes(LINE_END)) {
      if (held.byteLength > MAX_ABOUT_BYTES || !(await more())) return null;
    }
    const end = held.indexOf(LINE_END) + 1;
    const line = held.subarray(0, end);
    held = held.subarray(end);
    return line;
  }

  async function readAll(): Promise<Uint8Array | null> {
    while (held.byteLength <= MAX_REST_BYTES + SEAL_BYTES) {
      if (!(await more())) return held;
    }
    return null;
  }

  return {
    line: async () => (await within(ABOUT_MS, readLine())) ?? null,
    rest: async () => (await within(REST_MS, readAll())) ?? null,
    // Not waited for: the sender may never notice.
    cancel: () => void reader?.cancel().catch(() => undefined),
  };
}
