/** What a `TalkSession` object has around it in the table of conversations: sockets, storage, a bff that fails as it is told. */
import type { FromVoice } from '../../shared/contract/talk.ts';
import { type ErrorCode, errorKind } from '../../shared/errors.ts';
import { textsOf } from '../../workers/voice/locale/choose.ts';
import type { TalkCall, TalkTrouble, TalkTroubles } from './table/talk.ts';

export const TEXTS = textsOf('ko');
export const QUESTION = '오늘 날씨가 어때요?';
export const PIECES = ['오늘은 맑아요. ', '그리고 따뜻하기도 할 거예요.'];
export const WHOLE_TEXT = PIECES.join('');
/** A tenth of a second. */
export const CLAUSE_SAMPLES = 2_400;

/** One end of a socket as the object has it; `page` is what the person's tab has got over it. */
export class FakeSocket {
  readyState = 1;
  closedWith: number | null = null;
  #attachment: unknown = null;
  /** The object that held it is gone: what it still sends reaches nobody. */
  isOrphan = false;
  readonly receive: (data: string | Uint8Array) => void;

  constructor(receive: (data: string | Uint8Array) => void) {
    this.receive = receive;
  }
  accept(): void {}
  send(data: string | Uint8Array): void {
    if (this.readyState === 1 && !this.isOrphan) this.receive(data);
  }
  close(code: number): void {
    if (this.isOrphan) return;
    this.readyState = 3;
    this.closedWith ??= code;
  }
  serializeAttachment(value: unknown): void {
    this.#attachment = structuredClone(value);
  }
  deserializeAttachment(): unknown {
    return this.#attachment;
  }
  /** The same connection, as the next object has it. */
  handOver(): FakeSocket {
    const next = new FakeSocket(this.receive);
    next.serializeAttachment(this.#attachment);
    this.isOrphan = true;
    return next;
  }
}

/** What a tab knows of its conversation: events in order, and of each turn's sound what has come without a gap. */
export class FakePage {
  readonly events: FromVoice[] = [];
  readonly samples = new Map<number, number>();
  readonly played = new Set<number>();

  readonly receive = (data: string | Uint8Array): void => {
    if (typeof data === 'string') {
      const event = JSON.parse(data) as FromVoice;
      if (event.seq > this.seen) this.events.push(event);
      return;
    }
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const [turn, first] = [view.getUint32(0, true), view.getUint32(4, true)];
    const known = this.samples.get(turn) ?? 0;
    if (first <= known) this.samples.set(turn, Math.max(known, first + (data.byteLength - 8) / 2));
  };

  get seen(): number {
    return this.events.at(-1)?.seq ?? 0;
  }
  ofType<Type extends FromVoice['type']>(type: Type): Extract<FromVoice, { type: Type }>[] {
    return this.events.filter((event): event is Extract<FromVoice, { type: Type }> => event.type === type);
  }
  readOf(turn: number): { text: string; final: boolean } | undefined {
    return this.ofType('caption').findLast((line) => line.turn === turn && line.speaker === 'libra');
  }
  arrived(): { turn: number; samples: number } | undefined {
    const [turn, samples] = [...this.samples].at(-1) ?? [];
    return turn === undefined || samples === undefined ? undefined : { turn, samples };
  }
}

const CALLS: Record<string, TalkCall> = {
  '/v1/audio/transcriptions': 'hearing',
  '/v1/chat/completions': 'answering',
  '/v1/audio/speech': 'speaking',
};

function noCalls(): Record<TalkCall, number> {
  return { hearing: 0, 'answering aloud': 0, answering: 0, speaking: 0 };
}

export function createFakeBff() {
  let troubles: TalkTroubles = {};
  const calls = noCalls();
  let sinceSet = noCalls();
  return {
    calls,
    /** The sentence for the end was made, while it could be. */
    hasLastWords: false,
    set(next: TalkTroubles): void {
      troubles = next;
      sinceSet = noCalls();
    },
    async fetch(request: Request): Promise<Response> {
      const path = CALLS[new URL(request.url).pathname];
      const text = path === undefined ? '' : await request.clone().text();
      const call = path === 'answering' && text.includes('"realtime":') ? 'answering aloud' : path;
      if (call === undefined) return Response.json({ chosen: 1 });
      if (call === 'speaking' && text.includes(TEXTS.budgetUsed)) {
        this.hasLastWords = true;
        return new Response(new Uint8Array(CLAUSE_SAMPLES * 2));
      }
      calls[call] += 1;
      const struck = troubles[call];
      const isWell = struck === undefined || sinceSet[call] < (struck.from ?? 0);
      sinceSet[call] += 1;
      return isWell ? ANSWERS[call]() : fail(call, struck.trouble);
    },
  };
}

const sse = (...data: object[]) => data.map((each) => `data: ${JSON.stringify(each)}\n\n`).join('');
const written = (content: string) => ({ choices: [{ delta: { content } }] });
const sounding = (samples: number) => ({
  choices: [{ delta: { audio: { data: Buffer.alloc(samples * 2).toString('base64') } } }],
});
const spoken = PIECES.flatMap((piece) => [written(piece), sounding(CLAUSE_SAMPLES)]);
const END = `${sse({ choices: [{ delta: {}, finish_reason: 'stop' }] })}data: [DONE]\n\n`;

/** Whole, and well. */
const ANSWERS: Record<TalkCall, () => Response> = {
  hearing: () => Response.json({ text: QUESTION }),
  'answering aloud': () => new Response(sse(...spoken) + END),
  answering: () => new Response(sse(...PIECES.map(written)) + END),
  speaking: () => new Response(new Uint8Array(CLAUSE_SAMPLES * 2)),
};

function fail(call: TalkCall, trouble: TalkTrouble): Response | Promise<Response> {
  if (trouble === 'hangs') return new Promise<Response>(() => {});
  if (trouble === 'ends at once') return new Response(': open\n\n');
  if (trouble === 'writes alone') return ANSWERS.answering();
  if (trouble !== 'breaks off') return refuse(trouble);
  const begun = BEGUN[call];
  let isSent = false;
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (isSent) controller.error(new Error('broken'));
        else controller.enqueue(begun);
        isSent = true;
      },
    }),
  );
}

const BEGUN: Record<TalkCall, Uint8Array> = {
  hearing: new Uint8Array(),
  'answering aloud': Buffer.from(sse(written(PIECES[0] ?? ''), sounding(CLAUSE_SAMPLES / 2))),
  answering: Buffer.from(sse(written(PIECES[0] ?? ''))),
  speaking: new Uint8Array(CLAUSE_SAMPLES),
};

function refuse(code: ErrorCode): Response {
  const { status, type, message } = errorKind(code);
  return Response.json({ error: { code, type, message } }, { status });
}
