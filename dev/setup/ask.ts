/**
 * The questions of `npm run setup`, as a conversation without a terminal: what is set is kept, each answer is stored at once, a part
 * that does not work is asked for again. Effects come in, so that piped answers and tests are the same.
 */
import type { Finding } from '../doctor/finding.ts';
import type { SetupTexts, SetupVariable } from './texts.ts';

export interface AskDeps {
  texts: SetupTexts;
  /** One line; null when there are no more answers. A secret is not shown while it is typed. */
  read(question: string, isSecret: boolean): Promise<string | null>;
  say(line: string): void;
  /** Stored before it returns. Undefined removes. */
  store(name: string, value: string | undefined): void;
  /** Tries the parts that are set. */
  check(part: PartName, values: Readonly<Record<string, string>>): Promise<Finding>;
  random(): string;
}

export type PartName = 'Discord' | 'model provider' | 'Upstash Redis' | 'Postgres';

export const PARTS: readonly {
  part: PartName;
  needed: readonly SetupVariable[];
  optional: readonly SetupVariable[];
}[] = [
  {
    part: 'Discord',
    needed: ['DISCORD_APPLICATION_ID', 'DISCORD_PUBLIC_KEY', 'DISCORD_BOT_TOKEN'],
    optional: [],
  },
  { part: 'model provider', needed: ['OPENAI_API_KEY'], optional: ['OPENAI_BASE_URL', 'DEFAULT_LLM_MODEL'] },
  { part: 'Upstash Redis', needed: ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'], optional: [] },
  { part: 'Postgres', needed: ['DATABASE_URL'], optional: [] },
];

/** What no stand-in takes the place of once it is deployed. */
export function missingFor(values: Readonly<Record<string, string>>): SetupVariable[] {
  return PARTS.flatMap(({ needed }) => needed).filter((name) => values[name] === undefined);
}

const FORMS: Record<SetupVariable, RegExp> = {
  DISCORD_APPLICATION_ID: /^\d{17,20}$/,
  DISCORD_PUBLIC_KEY: /^[0-9a-fA-F]{64}$/,
  DISCORD_BOT_TOKEN: /^[\w-]+\.[\w-]+\.[\w-]+$/,
  OPENAI_API_KEY: /^[\x21-\x7e]+$/,
  OPENAI_BASE_URL: /^https?:\/\/\S+$/,
  DEFAULT_LLM_MODEL: /^\S+$/,
  UPSTASH_REDIS_REST_URL: /^https?:\/\/\S+$/,
  UPSTASH_REDIS_REST_TOKEN: /^[\x21-\x7e]+$/,
  DATABASE_URL: /^postgres(ql)?(\+asyncpg)?:\/\/[^\s/]+/,
};

/** Tries before a value that is not of its form is left out. */
const MAX_TRIES = 5;

class EndOfAnswers extends Error {}

/** Returns false when the answers ended before the questions. */
export async function askAll(values: Record<string, string>, deps: AskDeps): Promise<boolean> {
  try {
    for (const each of PARTS) await askPart(each, values, deps);
    if (values.WORKER_SHARED_SECRET === undefined) {
      values.WORKER_SHARED_SECRET = deps.random();
      deps.store('WORKER_SHARED_SECRET', values.WORKER_SHARED_SECRET);
      deps.say(deps.texts.made('WORKER_SHARED_SECRET'));
    }
    return true;
  } catch (error) {
    if (!(error instanceof EndOfAnswers)) throw error;
    deps.say(deps.texts.ended);
    return false;
  }
}

async function askPart(
  { part, needed, optional }: (typeof PARTS)[number],
  values: Record<string, string>,
  deps: AskDeps,
): Promise<void> {
  const { texts, say } = deps;
  let isAnew = false;
  // What is optional belongs to what was just given: where all is kept, it was asked for before.
  let isNew = false;
  for (;;) {
    for (const name of needed) {
      if (values[name] !== undefined && !isAnew) {
        say(texts.kept(name));
        continue;
      }
      const given = await askOne(name, deps);
      if (given !== undefined) {
        put(name, given, values, deps);
        isNew = true;
      }
      // The first one left out leaves the part to its stand-in.
      else if (!isAnew && needed[0] === name) return;
    }
    const missing = needed.find((name) => values[name] === undefined);
    if (missing !== undefined) {
      say(texts.half(part, missing));
      return withoutHalf(needed, values, deps);
    }
    for (const name of isNew || isAnew ? optional : []) {
      if (values[name] !== undefined && !isAnew) continue;
      const given = await askOne(name, deps);
      if (given !== undefined) put(name, given, values, deps);
    }
    say(texts.checking);
    const { state, seen, advice = '' } = await deps.check(part, values);
    if (state !== 'failed') return say(texts.works(part, seen));
    say(texts.fails(part, seen, advice));
    // Once more is enough: a provider may be down, and it can be run again.
    if (isAnew) return;
    say(texts.askAgain(part));
    isAnew = true;
  }
}

/** Half a part would be refused at the next start. */
function withoutHalf(needed: readonly SetupVariable[], values: Record<string, string>, deps: AskDeps): void {
  for (const name of needed) {
    delete values[name];
    deps.store(name, undefined);
  }
}

function put(name: SetupVariable, value: string, values: Record<string, string>, { store }: AskDeps): void {
  values[name] = value;
  store(name, value);
}

async function askOne(name: SetupVariable, { texts, read, say }: AskDeps): Promise<string | undefined> {
  const isSecret = /TOKEN|API_KEY|DATABASE_URL/.test(name);
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const line = await read(`${texts.prompts[name]}: `, isSecret);
    if (line === null) throw new EndOfAnswers();
    // Pasted as a file or a shell has it.
    const answer = line.trim().replace(/^(["'])(.*)\1$/, '$2');
    if (answer === '') return undefined;
    if (FORMS[name].test(answer)) return answer;
    say(texts.malformed(name));
  }
  return undefined;
}
