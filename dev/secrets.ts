/** `npm run secrets`: fails when a tracked file holds what looks like a live credential. Prints the place, never the value. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './stack/build.ts';

/** What stands for a credential in a document or an example. */
const NOT_FAKE = '(?!fake|password)';

/** A variable set to a literal, as in a shell, in TOML, in YAML or in JSON. */
function assigned(variable: string, minChars: number): RegExp {
  return new RegExp(`\\b${variable}["']?\\s*[:=]\\s*["']?${NOT_FAKE}[\\w+/=-]{${minChars},}`, 'i');
}

const CREDENTIALS: readonly { name: string; pattern: RegExp }[] = [
  { name: 'an OpenAI key', pattern: /\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{32,}/ },
  {
    name: 'a Discord bot token',
    pattern: /\b[MNO][A-Za-z\d_-]{23,27}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,40}(?![A-Za-z\d_-])/,
  },
  { name: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/ },
  { name: 'an AWS key', pattern: /\bAKIA[0-9A-Z]{16}\b/ },
  { name: 'a Libra API key', pattern: /\blb-[A-Za-z0-9_-]{43}(?:[A-Za-z0-9_-]{6})?\b/ },
  {
    name: 'a database password',
    pattern: new RegExp(
      `\\bpostgres(?:ql)?(?:\\+\\w+)?://[^:\\s/]+:${NOT_FAKE}[^@\\s$<>{}]{6,}@(?!127\\.)[\\w-]+\\.[\\w.-]*[a-z]`,
      'i',
    ),
  },
  { name: 'a Redis password', pattern: new RegExp(`\\brediss?://\\w*:${NOT_FAKE}[^@\\s$<>{}]{20,}@`, 'i') },
  { name: 'an Upstash token', pattern: assigned('UPSTASH_REDIS_REST_TOKEN', 40) },
  { name: 'a shared secret', pattern: assigned('WORKER_SHARED_SECRET(?:_PREVIOUS)?', 32) },
];

/** The kinds of credential that a text seems to hold, with their line numbers (from 1). */
export function findCredentials(text: string): { line: number; name: string }[] {
  return text.split('\n').flatMap((content, index) =>
    CREDENTIALS.filter(({ pattern }) => pattern.test(content)).map(({ name }) => ({
      line: index + 1,
      name,
    })),
  );
}

if (import.meta.main) {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && !/\.(png|jpg|wav|lock)$/.test(file));
  let found = 0;
  for (const file of files) {
    for (const { line, name } of findCredentials(readText(join(PROJECT_ROOT, file)))) {
      console.error(`error: ${file}:${line} looks like ${name}`);
      found++;
    }
  }
  if (found > 0) process.exitCode = 1;
  else console.log(`No credentials in ${files.length} files.`);
}

/** A file that git still lists but that is gone from the work tree counts as empty. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
