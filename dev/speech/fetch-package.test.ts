import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPackageStore } from './fetch-package.ts';
import type { PinnedPackage } from './packages.ts';
import { readTar } from './tar.ts';

/** An archive as npm packs it. */
function createTar(files: Record<string, string>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const header = Buffer.alloc(512);
    header.write(`package/${name}`);
    header.write(Buffer.byteLength(text).toString(8).padStart(11, '0'), 124);
    header.write('0', 156);
    header.write('ustar', 257);
    const content = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
    content.write(text);
    return [header, content];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1_024)]);
}

const ARCHIVE = gzipSync(createTar({ 'dist/engine.js': 'export {}', 'README.md': 'x'.repeat(600) }));
const PINNED: PinnedPackage = {
  name: '@scope/engine',
  version: '1.0.0',
  integrity: `sha512-${createHash('sha512').update(ARCHIVE).digest('base64')}`,
  files: ['dist/engine.js'],
  downloadMb: 1,
};

let cacheDir: string;
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'libra-packages-'));
});
afterEach(() => rmSync(cacheDir, { recursive: true, force: true }));

function createStore(pack: () => Promise<Buffer>) {
  const lines: string[] = [];
  return { lines, ...createPackageStore({ cacheDir, log: (line) => lines.push(line), pack }) };
}

describe('the package store', () => {
  it('fetches once for everybody who asks meanwhile, keeps what is needed, and says so in one line', async () => {
    let packed = 0;
    const pack = async () => {
      packed += 1;
      return ARCHIVE;
    };
    const store = createStore(pack);
    const [first, second] = await Promise.all([store.fetch(PINNED), store.fetch(PINNED)]);
    expect(first).toEqual(second);
    expect(await createStore(pack).fetch(PINNED)).toEqual(first);
    expect(packed).toBe(1);
    expect(store.lines).toEqual([
      "speech: fetching @scope/engine@1.0.0 from npm's registry (1 MB, once)",
      'speech: fetched @scope/engine@1.0.0',
    ]);
    if (!first.ok) throw new Error(first.why);
    expect(readFileSync(join(first.folder, 'dist/engine.js'), 'utf8')).toBe('export {}');
    expect(existsSync(join(first.folder, 'README.md'))).toBe(false);
    expect(readdirSync(cacheDir)).toHaveLength(1);
  });

  it.each([
    ['an archive that is not the pinned one', async () => gzipSync('another'), 'integrity differs'],
    [
      'no network',
      () => Promise.reject(new Error('getaddrinfo ENOTFOUND registry')),
      'cannot be fetched: getaddrinfo',
    ],
    [
      'what npm says',
      () =>
        Promise.reject(
          Object.assign(new Error('failed'), { stderr: 'npm error code E404\nnpm error 404 Not Found\n' }),
        ),
      'cannot be fetched: 404 Not Found',
    ],
  ])('gives the reason with %s, leaves nothing behind, and tries again', async (_what, pack, why) => {
    expect(await createStore(pack).fetch(PINNED)).toMatchObject({
      ok: false,
      why: expect.stringContaining(why),
    });
    expect(readdirSync(cacheDir)).toEqual([]);
    expect((await createStore(async () => ARCHIVE).fetch(PINNED)).ok).toBe(true);
  });

  it('refuses a package that lacks a file', async () => {
    const fetched = await createStore(async () => ARCHIVE).fetch({ ...PINNED, files: ['dist/other.js'] });
    expect(fetched).toMatchObject({ ok: false, why: expect.stringContaining('has no file dist/other.js') });
    expect(readdirSync(cacheDir)).toEqual([]);
  });
});

describe('readTar', () => {
  it('reads back any files', () => {
    const name = fc.stringMatching(/^[a-z]{1,9}(\/[a-z.]{1,9}){0,3}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ unit: 'grapheme', maxLength: 700 })), (files) => {
        const read = readTar(createTar(files));
        expect(
          Object.fromEntries([...read].map(([key, bytes]) => [key, String(Buffer.from(bytes))])),
        ).toEqual({ ...files });
      }),
    );
  });

  it('throws a RangeError, and nothing else, on a broken archive', () => {
    const whole = createTar({ a: 'x'.repeat(600) });
    expect(() => readTar(whole.subarray(0, 700))).toThrow(RangeError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_200 }), (bytes) => {
        try {
          readTar(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
