import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createScriptTranslator, stripKeyLocking } from './scripts.ts';

const SCRIPT = '#!lua flags=allow-key-locking\nreturn 1';
const STOCK = '\nreturn 1';
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

describe('stripKeyLocking', () => {
  it('drops a first line that holds nothing else, but keeps its line break', () => {
    expect(stripKeyLocking(SCRIPT)).toBe(STOCK);
  });
  it('keeps the other flags', () => {
    expect(stripKeyLocking('#!lua flags=no-writes,allow-key-locking\nreturn 1')).toBe(
      '#!lua flags=no-writes\nreturn 1',
    );
    expect(stripKeyLocking('#!lua name=lib flags=allow-key-locking\nreturn 1')).toBe(
      '#!lua name=lib\nreturn 1',
    );
  });
  it('leaves every other script alone', () => {
    for (const script of ['return 1', '#!lua\nreturn 1', '-- allow-key-locking\nreturn 1', '']) {
      expect(stripKeyLocking(script)).toBe(script);
    }
  });
});

describe('createScriptTranslator', () => {
  it('maps the hash that the client knows once the script was seen', () => {
    const scripts = createScriptTranslator();
    expect(scripts.translate(['EVALSHA', sha1(SCRIPT), '0'])).toEqual(['EVALSHA', sha1(SCRIPT), '0']);
    expect(scripts.translate(['eval', SCRIPT, '1', 'k', 'v'])).toEqual(['eval', STOCK, '1', 'k', 'v']);
    expect(scripts.translate(['evalsha', sha1(SCRIPT), '0'])).toEqual(['evalsha', sha1(STOCK), '0']);
    expect(scripts.translate(['EVALSHA', sha1(SCRIPT).toUpperCase(), '0'])[1]).toBe(sha1(STOCK));
  });
  it('loads and finds a script under the hash of what was sent', () => {
    const scripts = createScriptTranslator();
    const load = ['SCRIPT', 'LOAD', SCRIPT];
    expect(scripts.translate(load)).toEqual(['SCRIPT', 'LOAD', STOCK]);
    expect(scripts.originalHash(load)).toBe(sha1(SCRIPT));
    expect(scripts.translate(['SCRIPT', 'EXISTS', sha1(SCRIPT), 'other'])).toEqual([
      'SCRIPT',
      'EXISTS',
      sha1(STOCK),
      'other',
    ]);
  });
  it('leaves other commands alone', () => {
    const command = ['SET', SCRIPT, SCRIPT];
    expect(createScriptTranslator().translate(command)).toBe(command);
    expect(createScriptTranslator().originalHash(command)).toBeNull();
  });
});
