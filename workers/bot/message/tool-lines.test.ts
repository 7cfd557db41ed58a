import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralise } from '../discord/neutralise/neutralise.ts';
import { en } from '../locale/en.ts';
import { ko } from '../locale/ko.ts';
import { contentOf, fitsMessage } from './draft.ts';
import { usedLines, withoutWorkingLine, workingLine } from './tool-lines.ts';
import { viewFinal, viewStreaming } from './view.ts';

const owner = { deliveryId: '1', requesterId: '2' };
const state = (name: string, subject?: string) => ({
  id: 'c',
  name,
  state: 'running' as const,
  ...(subject === undefined ? {} : { subject }),
});

describe('the line of a tool that works', () => {
  it.each([en, ko])('is known again by a recovery, whatever it works on', (texts) => {
    const names = [...Object.keys(texts.tools.working), 'unheard_of', 'constructor'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.option(fc.string(), { nil: undefined }), (name, subject) => {
        const line = workingLine(state(name, subject), texts);
        expect(line).not.toContain('\n');
        const content = contentOf({ kind: 'answer', text: 'So far', status: line });
        expect(withoutWorkingLine(content)).toBe('So far');
      }),
    );
  });

  it('shows what somebody else wrote as plain text', () => {
    expect(workingLine(state('fetch_page', '<@1> **x** [a](b)\n# y'), en)).toBe(
      '🔎 Reading \\<\\@1\\> \\*\\*x\\*\\* \\[a\\]\\(b\\) \\# y…',
    );
  });

  it('stands below the text, or alone in the place of an answer', () => {
    const calculating = state('calculator');
    const [below] = viewStreaming('Let me see.', owner, en, { working: calculating });
    expect(below && contentOf(below)).toBe('Let me see.\n-# 🧮 Calculating…');
    const [alone] = viewStreaming('', owner, ko, { working: calculating });
    expect(alone).toMatchObject({ kind: 'note' });
    expect(alone && contentOf(alone)).toBe('-# 🧮 계산하고 있어요…');
  });

  it('never makes a message too long', () => {
    const long = 'A sentence of some length. '.repeat(300);
    for (let cut = 1_900; cut < 2_100; cut += 7) {
      const drafts = viewStreaming(long.slice(0, cut), owner, en, { working: state('calculator') });
      expect(drafts.every(fitsMessage)).toBe(true);
    }
  });

  it('is no line of the model’s own', () => {
    expect(withoutWorkingLine('Text\n-# a footnote…')).toBe('Text\n-# a footnote…');
  });
});

describe('the lines of an answer that was made with tools', () => {
  const about = {
    tools_used: ['fetch_page', 'roll', 'own_thing'],
    sources: [
      { url: 'https://example.org/a(b)', title: 'An *Example*' },
      { url: 'https://evil.com/', title: 'bank.com' },
      { url: 'javascript:alert(1)', title: 'x' },
    ],
  };

  it('name each tool, and number safe links', () => {
    const end = { kind: 'whole', finishReason: 'stop' } as const;
    const { drafts } = viewFinal('The answer.', { end, about }, owner, { texts: en, nowMs: 0 });
    expect(drafts.map(contentOf)).toEqual([
      [
        'The answer.',
        '',
        '-# 🔧 Used: web page, dice, own\\_thing',
        '-# 1. [An \\*Example\\* · example.org](<https://example.org/a%28b%29>)',
        '-# 2. [bank.com · evil.com] (<https://evil.com/>)',
      ].join('\n'),
    ]);
  });

  it('are not there without tools', () => {
    expect(usedLines({ sources: about.sources }, en)).toEqual([]);
  });

  it('stay one line each, harmless, whatever a page calls itself', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), (url, title) => {
        const [lines = ''] = usedLines({ tools_used: ['fetch_page'], sources: [{ url, title }] }, en);
        expect(lines.split('\n').every((line) => line.startsWith('-# '))).toBe(true);
        expect(neutralise(lines)).toBe(lines);
      }),
    );
  });
});
