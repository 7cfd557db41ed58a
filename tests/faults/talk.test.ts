/** Plays the table of conversations. `docs/reliability.md` shows it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TalkSession } from '../../workers/voice/session/object.ts';
import { runTalkFault } from './run-talk.ts';
import { TALK_FAULTS } from './table/talk.ts';
import { TALK_REALTIME_FAULTS } from './table/talk-realtime.ts';

vi.mock('cloudflare:workers', () => import('../durable-object.ts'));

const START_MS = Date.UTC(2026, 0, 1, 12);

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
  vi.spyOn(console, 'log').mockImplementation(() => {});
  vi.stubGlobal('WebSocketRequestResponsePair', class {});
  // Node knows no response of status 101, and asks for more where a body is a stream.
  const Platform = { Response, Request };
  vi.stubGlobal(
    'Response',
    class extends Platform.Response {
      constructor(body?: BodyInit | null, init?: ResponseInit) {
        super(body, init?.status === 101 ? { ...init, status: 200 } : init);
      }
    },
  );
  vi.stubGlobal(
    'Request',
    class extends Platform.Request {
      constructor(input: RequestInfo | URL, init?: RequestInit) {
        super(input, { ...init, duplex: 'half' } as RequestInit);
      }
    },
  );
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each(TALK_FAULTS)('in a conversation $what', async (fault) => {
  expect(await runTalkFault(fault, TalkSession)).toEqual(fault.expected);
});

it.each(TALK_REALTIME_FAULTS)('with a model that speaks $what', async (fault) => {
  expect(await runTalkFault(fault, TalkSession, 'realtime')).toEqual(fault.expected);
});
