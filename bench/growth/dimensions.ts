/** What may grow, one after the other in the same world. */
import type { neon } from '@neondatabase/serverless';
import type { Form } from '../harness/report.ts';
import type { Contestant } from '../stream/contestants.ts';
import { fillDocuments } from './fill-documents.ts';
import { fillFacts, personOf } from './fill-facts.ts';
import { fillHistory } from './fill-history.ts';
import {
  askOften,
  askOnce,
  freshUser,
  type Growth,
  GUILD_ID,
  type Measured,
  SHORT,
  toMeasured,
} from './measure.ts';

const FORMS = {
  short: {
    history: [10, 1_000],
    answer: [16, 256],
    guilds: [1, 200],
    documents: [100, 400],
    facts: [100, 400],
    chunks: [100, 400],
    streams: [1, 20],
    samples: 8,
  },
  full: {
    history: [10, 100, 1_000, 10_000],
    answer: [16, 64, 256, 1_024, 4_096],
    guilds: [1, 10, 100, 1_000, 10_000],
    documents: [100, 1_000, 10_000],
    facts: [100, 1_000, 10_000],
    chunks: [100, 1_000, 10_000],
    streams: [1, 10, 50, 100, 200],
    samples: 40,
  },
};

export interface World {
  libra: Contestant;
  sql: ReturnType<typeof neon<false, false>>;
  form: Form;
}

export type Dimension = (world: World) => Promise<Growth>;

export const DIMENSIONS: readonly Dimension[] = [growHistory, growAnswers, growGuilds, growStreams];

/** They need a database with pgvector. */
export const SEARCHED: readonly Dimension[] = [growDocuments, growFacts, growChunks];

async function growHistory({ libra, sql, form }: World): Promise<Growth> {
  const { history, samples } = FORMS[form];
  return {
    name: 'history',
    what: 'messages in the conversation',
    unit: 'messages',
    why: 'only the newest messages that fit the token budget are read, by an index: a longer history costs nothing more once the window is full',
    points: await each(history, async (messages) => {
      const caller = await fillHistory(sql, messages);
      return toMeasured(messages, await askOften(libra, samples, { who: () => caller }), libra);
    }),
  };
}

async function growAnswers({ libra, form }: World): Promise<Growth> {
  const { answer, samples } = FORMS[form];
  return {
    name: 'answer',
    what: 'deltas in the answer',
    unit: 'deltas, as fast as the provider can',
    why: 'every delta is decoded, looked at and written on twice, so a whole answer grows with its length; its first token does not wait for it',
    points: await each(answer, async (deltas) => {
      const seen = await askOften(libra, Math.max(5, samples / 4), {
        script: { deltas, gapMs: 0 },
        who: () => ({ guildId: GUILD_ID, userId: freshUser() }),
      });
      return toMeasured(deltas, seen, libra);
    }),
  };
}

const FILL_AT_ONCE = 8;

async function growGuilds({ libra, form }: World): Promise<Growth> {
  const { guilds, samples } = FORMS[form];
  const guildOf = (index: number) => String(1_600_000_000_000_000_000n + BigInt(index));
  const askIn = (index: number) =>
    askOnce(libra, { deltas: 1, gapMs: 0 }, { guildId: guildOf(index), userId: freshUser() });
  let known = 0;
  return {
    name: 'guilds',
    what: 'guilds that have used Libra',
    unit: 'guilds',
    why: 'a guild is a few keys in Redis and rows in Postgres, each found by its own key, so nothing waits longer; the memory is that of as many more requests served by one process (spent nonces are remembered for minutes, heaps are collected late), not of the guilds',
    points: await each(guilds, async (count) => {
      // Every guild up to this count has asked once before.
      while (known < count) {
        const some = Math.min(FILL_AT_ONCE, count - known);
        await Promise.all(Array.from({ length: some }, (_, index) => askIn(known + index)));
        known += some;
      }
      const who = (index: number) => ({ guildId: guildOf((index * 7) % count), userId: freshUser() });
      return toMeasured(count, await askOften(libra, samples, { who }), libra);
    }),
  };
}

/** A server may have so many. */
const DOCUMENTS_A_SERVER = 100;
const DOCUMENTS_GUILD = 2_000_000_000_000_000_000n;

async function growDocuments({ libra, sql, form }: World): Promise<Growth> {
  const { documents, samples } = FORMS[form];
  const guildOf = (index: number) => String(DOCUMENTS_GUILD + BigInt(index));
  let servers = 0;
  return {
    name: 'documents',
    what: 'documents in all servers',
    unit: 'documents, 100 a server, of one chunk each',
    why: 'a question is compared with the chunks of its own server alone, by an index: those of others cost nothing',
    points: await each(documents, async (count) => {
      for (; servers * DOCUMENTS_A_SERVER < count; servers += 1) {
        await fillDocuments(sql, guildOf(servers), { documents: DOCUMENTS_A_SERVER, chunks: 1 });
      }
      await sql.query('ANALYZE');
      const who = () => ({ guildId: guildOf(0), userId: freshUser() });
      return toMeasured(count, await askOften(libra, samples, { who }), libra);
    }),
  };
}

const FACTS_A_PERSON = 100;

async function growFacts({ libra, sql, form }: World): Promise<Growth> {
  const { facts, samples } = FORMS[form];
  let people = 0;
  return {
    name: 'facts',
    what: 'facts that people have told',
    unit: 'facts, 100 a person',
    why: 'a person’s facts are found by an index on the person, and they have 200 at most',
    points: await each(facts, async (count) => {
      const more = count / FACTS_A_PERSON - people;
      await fillFacts(sql, { from: people, people: more, facts: FACTS_A_PERSON });
      people += more;
      await sql.query('ANALYZE');
      const who = () => ({ guildId: GUILD_ID, userId: personOf(0) });
      return toMeasured(count, await askOften(libra, samples, { who }), libra);
    }),
  };
}

const CHUNKS_GUILD = 2_100_000_000_000_000_000n;

async function growChunks({ libra, sql, form }: World): Promise<Growth> {
  const { chunks, samples } = FORMS[form];
  return {
    name: 'chunks',
    what: 'chunks in the server’s own documents',
    unit: 'chunks in 100 documents',
    why: 'every chunk that may be found is compared, exactly, with the question; 10,000 is the most that a server may have',
    points: await each(chunks, async (count) => {
      const guildId = String(CHUNKS_GUILD + BigInt(count));
      await fillDocuments(sql, guildId, {
        documents: DOCUMENTS_A_SERVER,
        chunks: count / DOCUMENTS_A_SERVER,
      });
      await sql.query('ANALYZE');
      const who = () => ({ guildId, userId: freshUser() });
      return toMeasured(count, await askOften(libra, samples, { who }), libra);
    }),
  };
}

async function growStreams({ libra, form }: World): Promise<Growth> {
  return {
    name: 'streams',
    what: 'streams at once',
    unit: 'streams of 64 deltas, 20 ms apart',
    why: 'streams share one core of workerd: until it is full they only cost memory, then they wait for each other',
    points: await each(FORMS[form].streams, async (count) => {
      const seen = await Promise.all(
        Array.from({ length: count }, async (_, index) => {
          await new Promise((resolve) => setTimeout(resolve, (index * 1_000) / count));
          const who = { guildId: GUILD_ID, userId: freshUser() };
          return askOnce(libra, { deltas: 64, gapMs: 20 }, who);
        }),
      );
      return toMeasured(count, seen, libra);
    }),
  };
}

/** Before anything is measured: connections, compiled code. */
export async function warmUp({ libra }: World): Promise<void> {
  await askOften(libra, 20, { script: SHORT, who: () => ({ guildId: GUILD_ID, userId: freshUser() }) });
}

async function each(
  counts: readonly number[],
  measure: (count: number) => Promise<Measured>,
): Promise<Measured[]> {
  const points: Measured[] = [];
  for (const count of counts) points.push(await measure(count));
  return points;
}
