/**
 * Personal memory over the whole stack: what is known a day later, and what must not be. With the offline model it is judged by
 * what the model is told; with a real provider (`--real`, as `.dev.vars` names it) by what it answers.
 */
import { type Stack, startStack } from '../../dev/stack/stack.ts';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import {
  MEMORY_CHOOSE_PATH,
  MEMORY_FORGET_PATH,
  MEMORY_SAVE_PATH,
  MEMORY_SHOW_PATH,
  type MemoryView,
} from '../../shared/contract/memory.ts';
import type { Bench, Report } from '../harness/report.ts';
import { UNLIMITED } from '../harness/unlimited.ts';
import { type Dialogue, KINDS, readDialogues, WHAT } from './dialogue.ts';
import { beginAnew, callBff, createCaller, say } from './person.ts';
import { offlineProvider, realProvider } from './provider.ts';

/** In the short form each of so many is held. */
const SHORT_STEP = 7;
const PAUSE_SEC = 2;
/** After the pause each call of the learner takes a moment, a real one some seconds. */
const LEARNING_MS = { offline: 6_000, real: 60_000 };
const VECTORS_MS = 30_000;
/** A server of embeddings on this machine is slow while the machine is busy. What is measured is what is found. */
const SLOW_VECTORS_MS = 600_000;
const SLOW_EMBEDDING_MS = '30000';

interface Judged {
  dialogue: Dialogue;
  /** Null: a call has failed. */
  seen: string | null;
  isPassed: boolean;
}

export const memory: Bench = {
  name: 'memory',
  title: 'Personal memory',
  async run({ form, say: tell, isReal }) {
    const { settings, learner } = isReal ? await realProvider() : offlineProvider();
    const hasRealVectors = isReal || settings.targets !== undefined;
    const stack = await startStack({
      settings,
      pace: 'instant',
      vars: {
        bff: {
          ...UNLIMITED,
          MODERATION_MODEL: 'none',
          PERSONAL_MEMORY_MODEL: learner,
          PERSONAL_MEMORY_PAUSE_SEC: String(PAUSE_SEC),
          ...(hasRealVectors ? { EMBEDDING_TIMEOUT_MS: SLOW_EMBEDDING_MS } : {}),
        },
      },
    });
    try {
      const dialogues = readDialogues().filter((_, index) => form === 'full' || index % SHORT_STEP === 0);
      tell(`  ${dialogues.length} dialogues…`);
      const callers = dialogues.map(({ lang, asker }, index) =>
        createCaller(index + 1, lang, asker === 'server from direct'),
      );
      await inTurn(dialogues, (dialogue, index) => tellFacts(stack, dialogue, callers[index] as Caller));
      const waitMs = isReal ? LEARNING_MS.real : LEARNING_MS.offline;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      await vectorsMade(stack, hasRealVectors ? SLOW_VECTORS_MS : VECTORS_MS);
      await passDay(stack);
      const judged: Judged[] = [];
      await inTurn(dialogues, async (dialogue, index) => {
        const seen = await look(stack, dialogue, callers[index] as Caller, learner).catch(() => null);
        judged.push({ dialogue, seen, isPassed: seen !== null && isPassed(dialogue, seen) });
      });
      return report(judged, { isReal, hasRealVectors });
    } finally {
      await stack.close();
    }
  },
};

async function inTurn<Value>(
  values: readonly Value[],
  work: (value: Value, index: number) => Promise<void>,
): Promise<void> {
  for (const [index, value] of values.entries()) await work(value, index);
}

async function tellFacts(stack: Stack, { told = [], said = [] }: Dialogue, caller: Caller): Promise<void> {
  await callBff(stack, caller, MEMORY_CHOOSE_PATH, { choice: 'on', where: 'everywhere' });
  for (const text of told) await callBff(stack, caller, MEMORY_SAVE_PATH, { text });
  for (const text of said) await say(stack, caller, text);
}

/** They are made after the answers; a provider that makes none is not waited for longer. */
async function vectorsMade({ standIns }: Stack, waitMs: number): Promise<void> {
  const endsAt = Date.now() + waitMs;
  while (Date.now() < endsAt) {
    const missing = await standIns.neon?.query('SELECT 1 FROM memory_facts WHERE model IS NULL LIMIT 1', []);
    if ((missing ?? []).length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function passDay({ standIns }: Stack): Promise<void> {
  await standIns.neon?.query(`UPDATE memory_facts SET valid_from = valid_from - interval '1 day'`, []);
}

async function look(stack: Stack, dialogue: Dialogue, caller: Caller, learner: string): Promise<string> {
  if (dialogue.ask === undefined) {
    const view = (await callBff(stack, caller, MEMORY_SHOW_PATH, {})) as MemoryView;
    return view.facts.map(({ text }) => text).join('\n');
  }
  if (dialogue.kind === 'erased') await callBff(stack, caller, MEMORY_FORGET_PATH, { facts: 'all' });
  const asker = askerOf(dialogue, caller);
  if (asker.user_id !== caller.user_id) {
    await callBff(stack, asker, MEMORY_CHOOSE_PATH, { choice: 'on', where: 'everywhere' });
  }
  await beginAnew(stack, asker);
  const { openai } = stack.standIns;
  openai?.forgetRequests();
  const answer = await say(stack, asker, dialogue.ask);
  if (openai === null) return answer;
  const asked = openai
    .requests()
    .find(({ path, model }) => path === CHAT_COMPLETIONS_PATH && model !== learner)?.body;
  const messages = (asked as { messages?: { role: string; content: string }[] } | undefined)?.messages ?? [];
  const system = messages.find(({ role }) => role === 'system')?.content ?? '';
  return /<user_memory>([\s\S]*)<\/user_memory>/.exec(system)?.[1] ?? '';
}

const ELSEWHERE = '1599999999999999999';

function askerOf({ asker }: Dialogue, caller: Caller): Caller {
  switch (asker) {
    case 'person':
      return { ...caller, user_id: ELSEWHERE };
    case 'server':
    case 'server from direct':
      return { ...caller, guild_id: ELSEWHERE, channel_id: ELSEWHERE };
    case 'direct from server':
      return { ...caller, guild_id: null, channel_id: ELSEWHERE };
    default:
      return caller;
  }
}

function isPassed({ expect, absent }: Dialogue, seen: string): boolean {
  const has = (pattern: string) => new RegExp(pattern, 'i').test(seen);
  return (expect === undefined || has(expect)) && (absent === undefined || !has(absent));
}

function report(
  judged: readonly Judged[],
  { isReal, hasRealVectors }: { isReal: boolean; hasRealVectors: boolean },
): Report {
  const of = (kind: string, lang: string) => {
    const some = judged.filter(({ dialogue }) => dialogue.kind === kind && dialogue.lang === lang);
    return `${some.filter((each) => each.isPassed).length} of ${some.length}`;
  };
  const passed = judged.filter((each) => each.isPassed).length;
  const safe = judged.filter(({ dialogue }) => dialogue.kind === 'apart' || dialogue.kind === 'erased');
  const failed = judged.filter((each) => !each.isPassed);
  return {
    tables: [
      {
        title: `Dialogues as they should be, ${isReal ? 'by the answers of a real model' : 'by what the model is told'}`,
        columns: ['what', 'Korean', 'English'],
        rows: KINDS.map((kind) => [`${kind}: ${WHAT[kind]}`, of(kind, 'ko'), of(kind, 'en')]),
      },
    ],
    plots: [],
    goals: [
      {
        what: 'nothing reaches anybody else, and nothing stays of what is forgotten',
        met: safe.every((each) => each.isPassed),
        seen: `${safe.filter((each) => each.isPassed).length} of ${safe.length}`,
      },
      {
        what: '90 % of all dialogues',
        met: passed >= 0.9 * judged.length,
        seen: `${passed} of ${judged.length}`,
      },
    ],
    notes: [
      isReal
        ? 'A model may answer well in other words than those that are looked for.'
        : 'The offline model extracts by rule, so this measures what Libra finds, keeps apart and leaves out, not how well a model extracts.',
      ...(hasRealVectors
        ? []
        : [
            'The vectors are the stand-in’s, which are lexical: with a real model of embeddings more is found.',
          ]),
      ...failed.map(
        ({ dialogue: { kind, ask, said }, seen }) =>
          `${seen === null ? 'Without an answer' : 'Not as it should be'}: ${kind}, “${ask ?? said?.[0] ?? ''}”.`,
      ),
    ],
    raw: judged,
  };
}
