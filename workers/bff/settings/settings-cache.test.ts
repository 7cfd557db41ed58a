import { describe, expect, it } from 'vitest';
import { createSettingsCache } from './settings-cache.ts';

const settings = { instructions: 'Be brief.' };

describe('the settings cache', () => {
  it('keeps a server’s settings for a minute', () => {
    let nowMs = 0;
    const cache = createSettingsCache(() => nowMs);
    cache.keep('1', settings);
    nowMs = 59_999;
    expect(cache.find('1')).toEqual(settings);
    nowMs = 60_000;
    expect(cache.find('1')).toBeUndefined();
  });

  it('knows nothing of another server', () => {
    const cache = createSettingsCache(() => 0);
    cache.keep('1', settings);
    expect(cache.find('2')).toBeUndefined();
  });

  it('drops what was read longest ago when it is full', () => {
    const cache = createSettingsCache(() => 0, 2);
    for (const id of ['1', '2', '1', '3']) cache.keep(id, settings);
    expect(['1', '2', '3'].map((id) => cache.find(id) !== undefined)).toEqual([true, false, true]);
  });

  it('forgets all channels of a server that has changed something', () => {
    const cache = createSettingsCache(() => 0);
    for (const key of ['1:a', '1:b', '11:a']) cache.keep(key, settings);
    cache.drop('1:');
    expect(['1:a', '1:b', '11:a'].map((key) => cache.find(key) !== undefined)).toEqual([false, false, true]);
  });
});
