import { describe, expect, it } from 'vitest';
import { renderReport, renderTable, replaceSection } from './markdown.ts';

describe('renderTable', () => {
  it('writes a table whose cells cannot break it', () => {
    const table = { title: 'T', columns: ['who', 'ms'], rows: [['a|b\nc', '1']] };
    expect(renderTable(table)).toBe('**T**\n\n| who | ms |\n|---|--:|\n| a\\|b c | 1 |');
  });
});

describe('renderReport', () => {
  it('names a missed goal as plainly as one that is met', () => {
    const text = renderReport(
      {
        tables: [],
        plots: [],
        notes: [],
        raw: null,
        goals: [
          { what: 'fast', met: true, seen: '1 ms' },
          { what: 'small', met: false, seen: '9 MB' },
        ],
      },
      'here',
    );
    expect(text).toContain('goal met: fast (1 ms)');
    expect(text).toContain('goal missed: small (9 MB)');
  });
});

describe('replaceSection', () => {
  it('replaces what is between the markers and nothing else', () => {
    const document = 'before\n<!-- a -->\nold\n<!-- /a -->\nafter <!-- b --><!-- /b -->';
    expect(replaceSection(document, 'a', 'new')).toBe(
      'before\n<!-- a -->\nnew\n<!-- /a -->\nafter <!-- b --><!-- /b -->',
    );
  });

  it('says which section is missing rather than lose figures', () => {
    expect(() => replaceSection('nothing', 'parts', 'x')).toThrow(/parts/);
  });
});
