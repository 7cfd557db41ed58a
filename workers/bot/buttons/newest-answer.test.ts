import { expect, it, vi } from 'vitest';
import type { AnswerPress, FollowingJob, PeekedAnswer } from '../delivery/job.ts';
import { ko } from '../locale/ko.ts';
import type { InteractionContext } from '../services.ts';
import { askNewestAgain } from './newest-answer.ts';

const NOW_MS = 1_800_000_000_000;
const idAt = (ms: number) => String(BigInt(ms - 1_420_070_400_000) << 22n);
const [OWN, NEW, OLD, DEAD] = [0, 10_000, 60_000, 16 * 60_000].map((ago) => idAt(NOW_MS - ago)) as [
  string,
  string,
  string,
  string,
];
const HERE = { userId: '2', guildId: '3', channelId: '4' };

interface World {
  ids?: string[] | null;
  answers?: Record<string, PeekedAnswer>;
}

function contextOf({ ids = Object.keys({}), answers = {} }: World) {
  const pressed: [string, AnswerPress][] = [];
  const followed: [string, FollowingJob][] = [];
  const context = {
    interaction: { id: OWN, token: 't', ...HERE, permissions: 0n, roleIds: [] },
    caller: { user_id: '2', guild_id: '3', channel_id: '4', locale: 'ko' },
    texts: ko,
    services: {
      now: () => NOW_MS,
      traceparent: '',
      log: { info: vi.fn(), warn: vi.fn() },
      directory: { list: async () => ids, note: async () => {} },
      gate: {
        check: async () => ({
          verdict: { kind: 'open' },
          settings: { language: null, privateAnswers: false, showQuestion: true, isAnswering: true },
          answersIn: [],
          seen: {},
          roleIds: [],
        }),
      },
      delivery: (id: string) => ({
        peek: async () => {
          if (id === 'silent') throw new Error('no answer in time');
          return answers[id] ?? null;
        },
        press: async (_: string, press: AnswerPress) => {
          pressed.push([id, press]);
          return { kind: 'accepted' };
        },
        follow: async (_: string, job: FollowingJob) => {
          followed.push([id, job]);
          return 'accepted';
        },
      }),
    },
  } as unknown as InteractionContext;
  return { context, pressed, followed };
}

const textIn = (answer: unknown) => (answer as { data?: { content?: string } }).data?.content ?? '';

it('asks for a version of the newest answer in this channel, by the model that was named', async () => {
  const { context, pressed } = contextOf({
    ids: [OLD, OWN, NEW],
    answers: {
      [OLD]: { owner: HERE, state: 'standing' },
      [NEW]: { owner: HERE, state: 'standing' },
    },
  });
  expect(textIn(await askNewestAgain(context, 'gpt-4o'))).toBe(ko.again.writing('gpt-4o'));
  expect(pressed).toMatchObject([[NEW, { model: 'gpt-4o', press: { namedId: '2' } }]]);
});

it('passes over answers in other channels, of other people and servers, and those that are too old', async () => {
  const elsewhere = [{ channelId: '9' }, { guildId: null }, { userId: '8' }];
  for (const other of elsewhere) {
    const { context, pressed } = contextOf({
      ids: [NEW, DEAD],
      answers: {
        [NEW]: { owner: { ...HERE, ...other }, state: 'standing' },
        [DEAD]: { owner: HERE, state: 'standing' },
      },
    });
    expect(textIn(await askNewestAgain(context, null))).toContain('nothing_to_regenerate');
    expect(pressed).toEqual([]);
  }
});

it('waits for an answer that is being written, rather than take an older one', async () => {
  const { context, pressed } = contextOf({
    ids: [OLD, NEW],
    answers: { [OLD]: { owner: HERE, state: 'standing' }, [NEW]: { owner: HERE, state: 'running' } },
  });
  expect(textIn(await askNewestAgain(context, null))).toContain('answer_busy');
  expect(pressed).toEqual([]);
});

it('asks anew what broke off, in a message of its own', async () => {
  const { context, followed } = contextOf({
    ids: [NEW],
    answers: { [NEW]: { owner: HERE, state: 'broken' } },
  });
  expect(await askNewestAgain(context, 'gpt-4o')).toEqual({ type: 5 });
  expect(followed).toMatchObject([[NEW, { answerId: NEW, model: 'gpt-4o', prompt: null }]]);
});

it('asks it for their eyes alone, where the answer that broke off was so', async () => {
  const { context, followed } = contextOf({
    ids: [NEW],
    answers: { [NEW]: { owner: HERE, state: 'broken', isPrivate: true } },
  });
  expect(await askNewestAgain(context, null)).toEqual({ type: 5, data: { flags: 64 } });
  expect(followed).toMatchObject([[NEW, { isPrivate: true }]]);
});

it('says so when Redis does not tell which answers there are', async () => {
  expect(textIn(await askNewestAgain(contextOf({ ids: null }).context, null))).toContain(
    'newest_unavailable',
  );
});
