/**
 * `npm run bench:retrieval`: how often the passage that answers a question is found, by meaning, by words and by both, among 100,
 * 1,000 and 10,000 chunks; and what a search costs in PGlite. Without EMBEDDINGS_BASE_URL the vectors are the stand-in's, which
 * are lexical: then `dense` and `both` say nothing of a real model.
 */
import { type NeonStandIn, startNeonStandIn } from '../dev/neon/server.ts';
import { readArguments } from '../dev/stack/arguments.ts';
import { migrate } from '../dev/stack/migrate.ts';
import { weighAsked } from '../shared/knowledge/asked-terms.ts';
import { partsOf } from '../shared/knowledge/chunk-parts.ts';
import type { Background } from '../shared/knowledge/relevance.ts';
import { estimateTokens } from '../shared/text/estimate-tokens.ts';
import { backgroundIn, choosePassages, rankFound } from '../workers/bff/documents/passages.ts';
import {
  beginReading,
  finishReading,
  type ReadChunk,
  storeChunks,
} from '../workers/bff/documents/reading-store.ts';
import { type FoundChunk, searchChunks } from '../workers/bff/documents/search.ts';
import { addDocument } from '../workers/bff/documents/store.ts';
import { BACKGROUND, QUESTIONS } from '../workers/bff/knowledge/background.ts';
import { storeReferences } from '../workers/bff/knowledge/references.ts';
import { type Database, openDatabase } from '../workers/bff/store/database.ts';
import { makeDistractors } from './retrieval/distractors.ts';
import { createEmbed } from './retrieval/embed.ts';
import { type AskedPassage, ENGLISH, KOREAN } from './retrieval/questions.ts';
import { ALL_ARTICLES, RIGHTS } from './retrieval/rights.ts';
import { UNRELATED } from './retrieval/unrelated.ts';
import { UNRELATED_TO_TUNE_BY } from './retrieval/unrelated-tuning.ts';

const DEADLINE_MS = 600_000;
const BATCH = 200;

const HELP = `How well documents are found, by words, by vectors and by both.

  npm run bench:retrieval
  npm run bench:retrieval -- --sizes 100,1000     so many chunks
  npm run bench:retrieval -- --json`;

const { values } = readArguments(HELP, {
  options: {
    sizes: { type: 'string', default: '100,1000,10000' },
    json: { type: 'boolean', default: false },
  },
});
const { name: service, embed } = createEmbed(process.env);

type Method = 'sparse' | 'dense' | 'both';

type SetName = 'rights (ko)' | 'rules (ko)' | 'rules (en)';

interface Row {
  chunks: number;
  set: SetName;
  method: Method;
  recallAt1: number;
  recallAt5: number;
  mrr: number;
  /** Of every other question, by which the weights were chosen, and of the rest. */
  mrrDev: number;
  mrrHeldOut: number;
}

type ShownOf = 'answered here' | 'about something else, tuned by' | 'about something else';

/** Of how many questions anything is put before the model. */
interface Shown {
  chunks: number;
  questions: ShownOf;
  beside: 'vectors and words' | 'words alone';
  shown: number;
  of: number;
}

interface Cost {
  chunks: number;
  p50Ms: number;
  p95Ms: number;
  /** Of the processor, a search, in the mean: what a busy machine does not change. */
  cpuMs: number;
  rssMb: number;
}

async function fill(db: Database, space: string, texts: readonly string[]): Promise<void> {
  for (let from = 0; from < texts.length; from += 2_000) {
    const part = texts.slice(from, from + 2_000);
    const ingestion = crypto.randomUUID();
    const added = await addDocument(db, {
      ...{ space, name: `part ${from}`, source: 'file', url: null, addedBy: '1', sizeBytes: 0, ingestion },
    });
    if (typeof added === 'string') throw new Error(added);
    const attempt = { document: added.id, ingestion };
    const begun = { contentHash: String(from), sizeBytes: 0, pages: null, chunks: part.length };
    await beginReading(db, attempt, begun, 'bench');
    for (let at = 0; at < part.length; at += BATCH) {
      const batch = part.slice(at, at + BATCH);
      const vectors = await embed(batch, 'passage');
      const rows: ReadChunk[] = [];
      for (const [index, text] of batch.entries()) {
        const tokens = estimateTokens(text);
        rows.push({
          ...{
            ordinal: at + index,
            text,
            overlap_chars: 0,
            tokens,
            heading: null,
            page: null,
            last_page: null,
          },
          vector: vectors[index] ?? null,
          partVectors: await embed(partsOf({ text, overlapChars: 0, tokens }), 'passage'),
        });
      }
      await storeChunks(db, attempt, rows, 'bench');
    }
    if (!(await finishReading(db, attempt, space))) throw new Error('the document did not become searchable');
  }
}

const SETS: readonly [name: SetName, passages: readonly AskedPassage[]][] = [
  ['rights (ko)', RIGHTS],
  ['rules (ko)', KOREAN],
  ['rules (en)', ENGLISH],
];

async function measure(db: Database, size: number): Promise<{ rows: Row[]; shown: Shown[]; cost: Cost }> {
  const space = `server:${size}`;
  const real = [...ALL_ARTICLES, ...[...KOREAN, ...ENGLISH].map(({ text }) => text)];
  await fill(db, space, [...real, ...makeDistractors(Math.max(0, size - real.length))]);
  const tookMs: number[] = [];
  let cpuUs = 0;
  async function search(question: string) {
    const [vector = new Float32Array()] = await embed([question], 'query');
    const startedAt = performance.now();
    const usedBefore = process.cpuUsage();
    const { rows: found } = await db.execute<FoundChunk>(
      searchChunks({
        spaces: [space],
        terms: weighAsked(question),
        vector: { model: 'bench', values: vector },
      }),
    );
    tookMs.push(performance.now() - startedAt);
    const used = process.cpuUsage(usedBefore);
    cpuUs += used.user + used.system;
    return { found, background: backgroundIn(found) };
  }

  const rows: Row[] = [];
  const shown: Record<ShownOf, [both: number, words: number, of: number]> = {
    'answered here': [0, 0, 0],
    'about something else, tuned by': [0, 0, 0],
    'about something else': [0, 0, 0],
  };
  const note = (of: ShownOf, found: readonly FoundChunk[], background: Background | null) => {
    const words = found.map((chunk) => ({ ...chunk, similarity: null }));
    shown[of][0] += choosePassages(found, background).length > 0 ? 1 : 0;
    shown[of][1] += choosePassages(words, null).length > 0 ? 1 : 0;
    shown[of][2] += 1;
  };
  for (const [set, passages] of SETS) {
    const ranks: Record<Method, number[]> = { sparse: [], dense: [], both: [] };
    for (const { text, question } of passages) {
      const { found, background } = await search(question);
      note('answered here', found, background);
      for (const method of ['sparse', 'dense', 'both'] as const) {
        ranks[method].push(rankOf(found, background, method).indexOf(text) + 1);
      }
    }
    for (const [method, of] of Object.entries(ranks) as [Method, number[]][]) {
      rows.push({ chunks: size, set, method, ...summarise(of) });
    }
  }
  for (const [of, questions] of [
    ['about something else, tuned by', UNRELATED_TO_TUNE_BY],
    ['about something else', UNRELATED],
  ] as const) {
    for (const question of questions) {
      const { found, background } = await search(question);
      note(of, found, background);
    }
  }
  const sorted = tookMs.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const rssMb = process.memoryUsage().rss / 1_048_576;
  return {
    rows,
    shown: (Object.keys(shown) as ShownOf[]).flatMap((questions) => {
      const [both, words, of] = shown[questions];
      return [
        { chunks: size, questions, beside: 'vectors and words', shown: both, of },
        { chunks: size, questions, beside: 'words alone', shown: words, of },
      ];
    }),
    cost: { chunks: size, p50Ms: at(0.5), p95Ms: at(0.95), cpuMs: cpuUs / 1_000 / tookMs.length, rssMb },
  };
}

/** `ranks`: from 1; 0: not found. */
function summarise(ranks: readonly number[]): Omit<Row, 'chunks' | 'set' | 'method'> {
  const share = (isHit: (rank: number) => boolean) => ranks.filter(isHit).length / ranks.length;
  const mrrOf = (of: readonly number[]) =>
    of.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0) / of.length;
  return {
    recallAt1: share((rank) => rank === 1),
    recallAt5: share((rank) => rank >= 1 && rank <= 5),
    mrr: mrrOf(ranks),
    mrrDev: mrrOf(ranks.filter((_, index) => index % 2 === 0)),
    mrrHeldOut: mrrOf(ranks.filter((_, index) => index % 2 === 1)),
  };
}

function rankOf(found: readonly FoundChunk[], background: Background | null, method: Method): string[] {
  if (method === 'both') return rankFound(found, background).map(({ text }) => text);
  const by = (chunk: FoundChunk) => (method === 'dense' ? (chunk.similarity ?? 0) : chunk.coverage);
  return found
    .filter((chunk) => by(chunk) > 0)
    .sort((one, other) => by(other) - by(one))
    .map(({ text }) => text);
}

async function main(neon: NeonStandIn): Promise<void> {
  await migrate({ url: neon.databaseUrl, fetchEndpoint: neon.httpUrl });
  const db = openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, DEADLINE_MS);
  for (const references of [BACKGROUND, QUESTIONS]) {
    const vectors = await embed(references.texts, references.side);
    await storeReferences(db, references, { space: 'bench', vectors });
  }
  const results = [];
  for (const size of values.sizes.split(',').map(Number)) results.push(await measure(db, size));
  if (values.json) {
    console.log(JSON.stringify({ vectors: service === null ? 'lexical' : 'real', results }));
    return;
  }
  console.log(`Vectors: ${service ?? 'the stand-in’s, lexical: no model'}\n`);
  console.log(
    '| chunks | questions | method | R@1 | R@5 | MRR | of those it was tuned by | of the rest |\n|--:|---|---|--:|--:|--:|--:|--:|',
  );
  for (const row of results.flatMap(({ rows }) => rows)) {
    const share = (value: number) => value.toFixed(2).replace(/^0/, '');
    console.log(
      `| ${row.chunks} | ${row.set} | ${row.method} | ${share(row.recallAt1)} | ${share(row.recallAt5)} | ${share(row.mrr)} | ${share(row.mrrDev)} | ${share(row.mrrHeldOut)} |`,
    );
  }
  console.log('\n| chunks | questions | compared by | with passages |\n|--:|---|---|--:|');
  for (const row of results.flatMap(({ shown }) => shown)) {
    console.log(`| ${row.chunks} | ${row.questions} | ${row.beside} | ${row.shown} of ${row.of} |`);
  }
  console.log(
    '\n| chunks | p50 (ms) | p95 (ms) | processor (ms) | memory of the process (MB) |\n|--:|--:|--:|--:|--:|',
  );
  for (const { cost } of results) {
    console.log(
      `| ${cost.chunks} | ${cost.p50Ms.toFixed(0)} | ${cost.p95Ms.toFixed(0)} | ${cost.cpuMs.toFixed(0)} | ${cost.rssMb.toFixed(0)} |`,
    );
  }
}

const neon = await startNeonStandIn({});
try {
  await main(neon);
} finally {
  await neon.close();
}
