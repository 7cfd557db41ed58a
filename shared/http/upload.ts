/** Reads the body of a request that anybody may send: within a bound, a deadline and the memory that uploads share. */
import type { ErrorCode } from '../errors.ts';
import { type Clock, platformClock } from '../time/clock.ts';
import { within } from '../time/wait.ts';
import { FREE_UPLOAD_BYTES, type Upload, type UploadGate } from './upload-gate.ts';

export interface UploadLimits {
  maxBytes: number;
  /** For the whole body. */
  deadlineMs: number;
  /** For the next part of it; absent: the deadline alone. */
  idleMs?: number;
}

export type UploadRead<Body> = { ok: true; body: Body } | Refused;

type Refused = { ok: false; refusal: UploadRefusal };

export type UploadRefusal = 'too_large' | 'too_slow' | 'broken' | 'crowded';

/** What the sender is told. */
export const UPLOAD_CODES = {
  too_large: 'body_too_large',
  too_slow: 'body_timeout',
  broken: 'invalid_request',
  crowded: 'overloaded',
} as const satisfies Record<UploadRefusal, ErrorCode>;

/** True for a body that says of itself that it is too large: nothing of it needs to be read. */
export function declaresTooMuch({ headers }: Request, maxBytes: number): boolean {
  return Number(headers.get('content-length') ?? 0) > maxBytes;
}

export function readUpload(
  request: Request,
  limits: UploadLimits,
  gate: UploadGate,
  clock: Clock = platformClock,
): Promise<UploadRead<Uint8Array<ArrayBuffer>>> {
  return readAs(BYTES, request, { limits, gate, clock });
}

/** As text, without a byte order mark; what is no UTF-8 becomes U+FFFD. Cheaper than bytes that are decoded afterwards. */
export function readTextUpload(
  request: Request,
  limits: UploadLimits,
  gate: UploadGate,
  clock: Clock = platformClock,
): Promise<UploadRead<string>> {
  return readAs(TEXT, request, { limits, gate, clock });
}

/** What a body is read as. A text is never longer than its bytes. */
interface Form<Body extends { length: number }> {
  whole(request: Request): Promise<Body>;
  from(bytes: Uint8Array<ArrayBuffer>): Body;
}

const BYTES: Form<Uint8Array<ArrayBuffer>> = {
  whole: async (request) => new Uint8Array(await request.arrayBuffer()),
  from: (bytes) => bytes,
};

const TEXT: Form<string> = {
  whole: (request) => request.text(),
  from: (bytes) => new TextDecoder().decode(bytes),
};

interface Bounds {
  limits: UploadLimits;
  gate: UploadGate;
  clock: Clock;
}

async function readAs<Body extends { length: number }>(
  form: Form<Body>,
  request: Request,
  { limits, gate, clock }: Bounds,
): Promise<UploadRead<Body>> {
  const { maxBytes, deadlineMs, idleMs = deadlineMs } = limits;
  // Asked for once: each question of a header crosses into the runtime.
  const declared = request.headers.get('content-length');
  if (Number(declared ?? 0) > maxBytes) return refuse('too_large');
  const upload = gate.open();
  if (upload === null) return refuse('crowded');
  try {
    if (!isAtOnce(declared, limits, upload)) {
      const read = await readByPart(request, limits, { upload, clock });
      return read.ok ? { ok: true, body: form.from(read.body) } : read;
    }
    // Costs far less than part by part. The runtime ends such a body where it has declared to end; it is measured all the same.
    const body = await within(Math.min(idleMs, deadlineMs), form.whole(request), clock);
    if (body === undefined) return refuse('too_slow');
    return body.length > maxBytes ? refuse('too_large') : { ok: true, body };
  } catch {
    // The sender went away before the end.
    return refuse('broken');
  } finally {
    upload.close();
  }
}

const DIGITS = /^\d+$/;

/** A body that says how long it is: a small one, or one that may take its whole time and that there is room for. */
function isAtOnce(declared: string | null, { maxBytes, idleMs }: UploadLimits, upload: Upload): boolean {
  if (declared === null || !DIGITS.test(declared) || Number(declared) > maxBytes) return false;
  return Number(declared) <= FREE_UPLOAD_BYTES || (idleMs === undefined && upload.hold(Number(declared)));
}

async function readByPart(
  { body, headers }: Request,
  { maxBytes, deadlineMs, idleMs = deadlineMs }: UploadLimits,
  { upload, clock }: { upload: Upload; clock: Clock },
): Promise<UploadRead<Uint8Array<ArrayBuffer>>> {
  if (body === null) return { ok: true, body: new Uint8Array() };
  const endsAtMs = clock.now() + deadlineMs;
  // No more is held than is to come.
  const mostBytes = Math.min(maxBytes, Number(headers.get('content-length') ?? maxBytes) || maxBytes);
  const reader = body.getReader();
  const stop = (refusal: UploadRefusal): Refused => {
    // Not waited for: the sender may never notice.
    reader.cancel().catch(() => undefined);
    return refuse(refusal);
  };
  // One growing buffer: parts of a byte each would take many times their size.
  let buffer = new Uint8Array(Math.min(maxBytes, FREE_UPLOAD_BYTES));
  let length = 0;
  for (;;) {
    const leftMs = endsAtMs - clock.now();
    const part = leftMs <= 0 ? undefined : await within(Math.min(idleMs, leftMs), reader.read(), clock);
    if (part === undefined) return stop('too_slow');
    if (part.done) return { ok: true, body: buffer.subarray(0, length) };
    const total = length + part.value.byteLength;
    if (total > maxBytes) return stop('too_large');
    if (total > buffer.byteLength) {
      const size = Math.max(total, Math.min(mostBytes, 2 * buffer.byteLength));
      if (!upload.hold(size)) return stop('crowded');
      const larger = new Uint8Array(size);
      larger.set(buffer.subarray(0, length));
      buffer = larger;
    }
    buffer.set(part.value, length);
    length = total;
  }
}

function refuse(refusal: UploadRefusal): Refused {
  return { ok: false, refusal };
}
