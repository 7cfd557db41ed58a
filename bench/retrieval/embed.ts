/**
 * Vectors for the bench: of the service that EMBEDDINGS_BASE_URL names, each kept in a file so that it is made once; or the
 * stand-in's, which are lexical.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { embedText } from '../../dev/openai/embedding/embed.ts';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';

const LEXICAL_DIMENSIONS = 1_536;
const TEXTS_A_REQUEST = 64;

export type TextKind = 'query' | 'passage';
/**
 * e5 and its like want to be told which of the two a text is. `EMBEDDINGS_PREFIX=e5`: in words before the text;
 * `EMBEDDINGS_PREFIX=input_type`: by the field that servers have which write those words themselves. Libra says neither.
 */
export type Embed = (texts: readonly string[], kind: TextKind) => Promise<Float32Array[]>;

export function createEmbed(env: NodeJS.ProcessEnv): { name: string | null; embed: Embed } {
  const baseUrl = env.EMBEDDINGS_BASE_URL?.replace(/\/$/, '');
  if (baseUrl === undefined) {
    return { name: null, embed: async (texts) => texts.map((text) => embedText(text, LEXICAL_DIMENSIONS)) };
  }
  const model = env.EMBEDDINGS_MODEL ?? 'text-embedding-3-small';
  const how = env.EMBEDDINGS_PREFIX ?? '';
  const kept = openKept(`${how}${model}`);
  const embed: Embed = async (texts, kind) => {
    const keys = texts.map((text) => (how === '' ? text : `${kind}: ${text}`));
    const missing = Array.from(keys.keys()).filter((at) => kept.get(keys[at] ?? '') === undefined);
    for (let from = 0; from < missing.length; from += TEXTS_A_REQUEST) {
      const part = missing.slice(from, from + TEXTS_A_REQUEST);
      const input = part.map((at) => (how === 'e5' ? keys[at] : texts[at]) ?? '');
      const told = how === 'input_type' ? { input_type: kind } : {};
      const vectors = await ask(baseUrl, { model, input, ...told }, env.EMBEDDINGS_API_KEY ?? 'none');
      for (const [index, at] of part.entries()) kept.set(keys[at] ?? '', vectors[index] ?? []);
    }
    return keys.map((key) => kept.get(key) ?? new Float32Array());
  };
  return { name: baseUrl, embed };
}

async function ask(
  baseUrl: string,
  body: { model: string; input: readonly string[]; input_type?: TextKind },
  apiKey: string,
): Promise<number[][]> {
  const response = await fetch(`${baseUrl}/embeddings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the embeddings service answered ${response.status}`);
  const { data } = (await response.json()) as { data: { embedding: number[] }[] };
  return data.map(({ embedding }) => embedding);
}

/** One line a vector: the hash of its text, and its numbers in base64. */
function openKept(model: string) {
  const path = join(PROJECT_ROOT, '.libra', 'retrieval', `${model.replaceAll(/[^\w.-]/g, '_')}.jsonl`);
  mkdirSync(dirname(path), { recursive: true });
  const vectors = new Map<string, Float32Array>();
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  for (const line of lines.filter((each) => each !== '')) {
    const [hash, coded] = JSON.parse(line) as [string, string];
    vectors.set(hash, new Float32Array(Uint8Array.from(Buffer.from(coded, 'base64')).buffer));
  }
  const hashOf = (text: string) => createHash('sha1').update(text).digest('hex');
  return {
    get: (text: string) => vectors.get(hashOf(text)),
    set(text: string, numbers: readonly number[]) {
      const vector = Float32Array.from(numbers);
      vectors.set(hashOf(text), vector);
      appendFileSync(
        path,
        `${JSON.stringify([hashOf(text), Buffer.from(vector.buffer).toString('base64')])}\n`,
      );
    },
  };
}
