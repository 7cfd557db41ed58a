import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type IngestJob,
  READING_BEGIN_PATH,
  READING_CHUNKS_PATH,
  READING_END_PATH,
} from '../../../shared/contract/documents.ts';
import { createErrorBody } from '../../../shared/contract/error-body.ts';
import type { DocumentsEnv } from '../env.ts';
import { DocumentReading } from './object.ts';

vi.mock('cloudflare:workers', () => ({
  DurableObject: class {
    ctx: unknown;
    env: unknown;
    constructor(ctx: unknown, env: unknown) {
      this.ctx = ctx;
      this.env = env;
    }
  },
}));
const parser = vi.hoisted(() => ({ hangs: false, crashes: false }));
vi.mock('../parse/parse.ts', async (original) => {
  const real = await original<typeof import('../parse/parse.ts')>();
  return {
    ...real,
    parseText: (text: string) => {
      if (parser.crashes) throw new Error('out of memory');
      return parser.hangs ? new Promise<never>(() => {}) : real.parseText(text);
    },
  };
});

const START_MS = Date.UTC(2026, 0, 1);
const TEXT = '연차는 열다섯 날이다. '.repeat(1_500);
const JOB: IngestJob = {
  document: '00000000-0000-4000-8000-000000000001',
  ingestion: '00000000-0000-4000-8000-000000000002',
  name: 'a.txt',
  source: { kind: 'text', text: TEXT },
  traceparent: '',
};

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS, toFake: ['Date'] });
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  Object.assign(parser, { hangs: false, crashes: false });
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Storage that outlives its object, and the bff behind it. `onCall` may never end, as when the isolate dies in it. */
function createDocument() {
  const values = new Map<string, unknown>();
  let alarmAtMs: number | null = null;
  const storage = {
    kv: {
      get: (key: string) => structuredClone(values.get(key)),
      put: (key: string, value: unknown) => void values.set(key, structuredClone(value)),
      delete: (key: string) => values.delete(key),
      list: () => [...values],
    },
    sync: async () => {},
    setAlarm: async (atMs: number) => {
      alarmAtMs = atMs;
    },
    deleteAlarm: async () => {
      alarmAtMs = null;
    },
  };
  const env = {
    WORKER_SHARED_SECRET: 's'.repeat(32),
    BFF: {
      async fetch(request: Request) {
        const { pathname } = new URL(request.url);
        const body = (await request.json()) as Record<string, unknown>;
        document.calls.push([pathname, body]);
        return document.onCall(pathname);
      },
    },
  } as unknown as DocumentsEnv;
  const document = {
    calls: [] as [path: string, body: Record<string, unknown>][],
    onCall: async (_path: string): Promise<Response> => Response.json({}),
    stored: () => JSON.stringify([...values]),
    isEmpty: () => values.size === 0,
    alarmAtMs: () => alarmAtMs,
    /** Of a new isolate. */
    object: () => new DocumentReading({ storage } as unknown as DurableObjectState, env),
    async ring() {
      vi.setSystemTime(Math.max(Date.now(), alarmAtMs ?? 0));
      await document.object().alarm();
    },
    /** Rings until the step that this path is of, in which the isolate dies. */
    async dieIn(path: string) {
      const reached = Promise.withResolvers<void>();
      document.onCall = async (called) => {
        if (called !== path) return Response.json({});
        reached.resolve();
        return new Promise(() => {});
      };
      void document.object().alarm();
      await reached.promise;
      document.onCall = async () => Response.json({});
    },
    paths: () => document.calls.map(([path]) => path),
  };
  return document;
}

const ordinalsIn = (calls: readonly [string, Record<string, unknown>][]) =>
  calls
    .filter(([path]) => path === READING_CHUNKS_PATH)
    .flatMap(([, { chunks }]) => (chunks as { ordinal: number }[]).map(({ ordinal }) => ordinal));

describe('the object of a document', () => {
  it.each([READING_BEGIN_PATH, READING_CHUNKS_PATH, READING_END_PATH])(
    'goes on with the very step, %s, in which its isolate died',
    async (path) => {
      const document = createDocument();
      await document.object().accept(JOB);
      await document.dieIn(path);
      const before = document.calls.length;
      await document.ring();
      expect(document.calls[before]).toEqual(document.calls[before - 1]);
      expect(document.paths().slice(before).at(-1)).toBe(READING_END_PATH);
      const ordinals = new Set(ordinalsIn(document.calls));
      expect([...ordinals]).toEqual(Array.from(ordinals, (_, index) => index));
      expect(ordinals.size).toBeGreaterThan(1);
      expect(document.isEmpty()).toBe(true);
    },
  );

  it.each([READING_BEGIN_PATH, READING_CHUNKS_PATH, READING_END_PATH])(
    'tries %s again while the bff cannot write, and nothing before it',
    async (path) => {
      const document = createDocument();
      await document.object().accept(JOB);
      const down = createErrorBody('upstream_unreachable');
      document.onCall = async (called) =>
        called === path ? Response.json(down, { status: 503 }) : Response.json({});
      await document.ring();
      expect(document.alarmAtMs()).toBeGreaterThan(Date.now());
      document.onCall = async () => Response.json({});
      await document.ring();
      const paths = document.paths();
      expect(paths.filter((called) => called === READING_BEGIN_PATH)).toHaveLength(
        path === READING_BEGIN_PATH ? 2 : 1,
      );
      expect(paths.at(-1)).toBe(READING_END_PATH);
      expect(document.isEmpty()).toBe(true);
    },
  );

  it('keeps nothing of a document that is forgotten, also when a step ends afterwards', async () => {
    const document = createDocument();
    await document.object().accept(JOB);
    document.onCall = async (path) => {
      if (path === READING_BEGIN_PATH) {
        expect(document.stored()).toContain('연차');
        await document.object().forget();
      }
      return Response.json({});
    };
    await document.ring();
    expect(document.isEmpty()).toBe(true);
    expect(document.alarmAtMs()).toBeNull();
    expect(document.paths()).toEqual([READING_BEGIN_PATH]);
  });

  it('tries a parser that crashes three times, and then says that the document is lost', async () => {
    const document = createDocument();
    parser.crashes = true;
    await document.object().accept(JOB);
    for (let ring = 0; ring < 4; ring += 1) await document.ring();
    expect(document.calls).toEqual([
      [READING_END_PATH, { document: JOB.document, ingestion: JOB.ingestion, problem: 'document_lost' }],
    ]);
    expect(document.isEmpty()).toBe(true);
  });

  it('does not wait for a parser that never ends', async () => {
    const document = createDocument();
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort(new Error('timeout')));
    parser.hangs = true;
    await document.object().accept(JOB);
    await document.ring();
    expect(document.alarmAtMs()).toBeGreaterThan(Date.now());
    expect(document.stored()).toContain('"tries":1');
  });

  it('is not begun anew by the same attempt', async () => {
    const document = createDocument();
    await document.object().accept(JOB);
    await document.dieIn(READING_CHUNKS_PATH);
    await document.object().accept(JOB);
    await document.ring();
    expect(document.paths().filter((path) => path === READING_BEGIN_PATH)).toHaveLength(1);
  });
});
