/**
 * `npm run bench:retrieval`: how often the passage that answers a question is found, by meaning, by words and by both, among 100,
 * 1,000 and 10,000 chunks; and what a search costs in PGlite. Without EMBEDDINGS_BASE_URL the vectors are the stand-in's, which
 * are lexical: then `dense` and `both` say nothing of a real model.
 */
import { type NeonStandIn, startNeonStandIn } from '../dev/neon/server.ts';
import { embedText } from '../dev/openai/embedding/embed.ts';
import { readArguments } from '../dev/stack/arguments.ts';
import { migrate } from '../dev/stack/migrate.ts';
import { fuseRankings } from '../shared/knowledge/fuse.ts';
import { countTerms } from '../shared/knowledge/terms.ts';
import { estimateTokens } from '../shared/text/estimate-tokens.ts';
import { beginReading, finishReading, storeChunks } from '../workers/bff/documents/reading-store.ts';
import { type FoundChunk, searchChunks } from '../workers/bff/documents/search.ts';
import { addDocument } from '../workers/bff/documents/store.ts';
import { type Database, openDatabase } from '../workers/bff/store/database.ts';
import { makeDistractors } from './retrieval/distractors.ts';
import { type AskedPassage, ENGLISH, KOREAN } from './retrieval/questions.ts';

const DIMENSIONS = 1_536;
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
const baseUrl = process.env.EMBEDDINGS_BASE_URL;

async function embed(texts: readonly string[], kind: 'query' | 'passage'): Promise<Float32Array[]> {
  if (baseUrl === undefined) return texts.map((text) => embedText(text, DIMENSIONS));
  const response = await fetch(`${baseUrl.replace(/\/$/, '')}/embeddings`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${process.env.EMBEDDINGS_API_KEY ?? 'none'}`,
    },
    body: JSON.stringify({
      model: process.env.EMBEDDINGS_MODEL ?? 'text-embedding-3-small',
      // e5 wants to be told which of the two a text is.
      input: process.env.EMBEDDINGS_PREFIX === 'e5' ? texts.map((text) => `${kind}: ${text}`) : texts,
    }),
  });
  if (!response.ok) throw new Error(`the embeddings service answered ${response.status}`);
  const { data } = (await response.json()) as { data: { embedding: number[] }[] };
  return data.map(({ embedding }) => Float32Array.from(embedding));
}

type Method = 'sparse' | 'dense' | 'both';

interface Row {
  chunks: number;
  language: 'ko' | 'en';
  method: Method;
  recallAt1: number;
  recallAt5: number;
  mrr: number;
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
      const rows = batch.map((text, index) => ({
        ...{ ordinal: at + index, text, overlap_chars: 0, tokens: estimateTokens(text) },
        ...{ heading: null, page: null, last_page: null, vector: vectors[index] ?? null },
      }));
      await storeChunks(db, attempt, rows, 'bench');
    }
    if (!(await finishReading(db, attempt, space))) throw new Error('the document did not become searchable');
  }
}

async function measure(db: Database, size: number): Promise<{ rows: Row[]; cost: Cost }> {
  const asked: [language: Row['language'], passages: readonly AskedPassage[]][] = [
    ['ko', KOREAN],
    ['en', ENGLISH],
  ];
  const space = `server:${size}`;
  const real = asked.flatMap(([, passages]) => passages.map(({ text }) => text));
  await fill(db, space, [...real, ...makeDistractors(Math.max(0, size - real.length))]);
  const tookMs: number[] = [];
  let cpuUs = 0;
  const rows: Row[] = [];
  for (const [language, passages] of asked) {
    const ranks: Record<Method, number[]> = { sparse: [], dense: [], both: [] };
    const vectors = await embed(
      passages.map(({ question }) => question),
      'query',
    );
    for (const [index, { text, question }] of passages.entries()) {
      const startedAt = performance.now();
      const usedBefore = process.cpuUsage();
      const { rows: found } = await db.execute<FoundChunk>(
        searchChunks({
          spaces: [space],
          terms: countTerms(question),
          vector: { model: 'bench', values: vectors[index] ?? new Float32Array() },
        }),
      );
      tookMs.push(performance.now() - startedAt);
      const used = process.cpuUsage(usedBefore);
      cpuUs += used.user + used.system;
      for (const method of ['sparse', 'dense', 'both'] as const) {
        ranks[method].push(rankOf(found, method).indexOf(text) + 1);
      }
    }
    for (const [method, of] of Object.entries(ranks) as [Method, number[]][]) {
      const share = (isHit: (rank: number) => boolean) => of.filter(isHit).length / of.length;
      rows.push({
        ...{ chunks: size, language, method },
        recallAt1: share((rank) => rank === 1),
        recallAt5: share((rank) => rank >= 1 && rank <= 5),
        mrr: of.reduce((sum, rank) => sum + (rank === 0 ? 0 : 1 / rank), 0) / of.length,
      });
    }
  }
  const sorted = tookMs.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const rssMb = process.memoryUsage().rss / 1_048_576;
  return {
    rows,
    cost: { chunks: size, p50Ms: at(0.5), p95Ms: at(0.95), cpuMs: cpuUs / 1_000 / tookMs.length, rssMb },
  };
}

function rankOf(found: readonly FoundChunk[], method: Method): string[] {
  const ranked = (rank: (chunk: FoundChunk) => number | null) =>
    found
      .filter((chunk) => rank(chunk) !== null)
      .sort((one, other) => (rank(one) ?? 0) - (rank(other) ?? 0))
      .map(({ text }) => text);
  const dense = ranked((chunk) => chunk.dense_rank);
  const sparse = ranked((chunk) => chunk.sparse_rank);
  if (method === 'dense') return dense;
  if (method === 'sparse') return sparse;
  return fuseRankings([
    { ids: dense, weight: 1 },
    { ids: sparse, weight: 0.5 },
  ]);
}

async function main(neon: NeonStandIn): Promise<void> {
  await migrate({ url: neon.databaseUrl, fetchEndpoint: neon.httpUrl });
  const db = openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, DEADLINE_MS);
  const results = [];
  for (const size of values.sizes.split(',').map(Number)) results.push(await measure(db, size));
  if (values.json) {
    console.log(JSON.stringify({ vectors: baseUrl === undefined ? 'lexical' : 'real', results }));
    return;
  }
  console.log(`Vectors: ${baseUrl === undefined ? 'the stand-in’s, lexical: no model' : baseUrl}\n`);
  console.log('| chunks | language | method | R@1 | R@5 | MRR |\n|--:|---|---|--:|--:|--:|');
  for (const row of results.flatMap(({ rows }) => rows)) {
    const share = (value: number) => value.toFixed(2).replace(/^0/, '');
    console.log(
      `| ${row.chunks} | ${row.language} | ${row.method} | ${share(row.recallAt1)} | ${share(row.recallAt5)} | ${share(row.mrr)} |`,
    );
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
