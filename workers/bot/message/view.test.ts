import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_MESSAGE_CHARS } from '../discord/message.ts';
import { neutralise } from '../discord/neutralise/neutralise.ts';
import { en } from '../locale/en.ts';
import { answerDraft, contentOf } from './draft.ts';
import { viewErased, viewFinal, viewStreaming } from './view.ts';

const owner = { deliveryId: '1', requesterId: '2' };
const whole = { end: { kind: 'whole', finishReason: 'stop' }, about: {} } as const;
const final = (text: string) => viewFinal(text, whole, owner, { texts: en, nowMs: 0 }).drafts;

it.each([whole.end, { kind: 'stopped' }] as const)(
  'says once below an answer that its person’s model is gone: %j',
  (end) => {
    const outcome = { end, about: { dropped_model: 'old-model' } };
    const text = viewFinal('The answer.', outcome, owner, { texts: en, nowMs: 0 })
      .drafts.map(contentOf)
      .join('');
    expect(text.match(/old-model/g)).toHaveLength(1);
  },
);

it('says of an answer whose length went to thinking what helps, and offers no retry', () => {
  const outcome = { end: { kind: 'whole', finishReason: 'length' }, about: {} } as const;
  const [draft] = viewFinal('', outcome, owner, { texts: en, nowMs: 0 }).drafts;
  expect(draft?.text).toBe(en.notices.spent);
  expect(draft?.components ?? []).toEqual([]);
});

it('names all sources and passages of an answer, in messages that are short enough', () => {
  const place = { document: crypto.randomUUID(), version: 1, from: 0, to: 0 };
  const passages = [1, 2, 3, 4, 5, 6].map((number) => ({
    ...{ number, page: null, last_page: null, place },
    ...{ name: `${'규정집 '.repeat(18)}${number}.pdf`, heading: '휴가와 병가의 신청 '.repeat(7) },
  }));
  const sources = [1, 2, 3, 4, 5].map((number) => ({
    url: `https://news.example/${encodeURIComponent('연차 휴가와 병가를 신청하는 방법의 자세한 안내')}/${number}`,
    title: `연차 휴가를 신청하는 방법과 규정의 해설 ${number}`,
  }));
  const about = { documents: { passages }, tools_used: ['search_web', 'fetch_page'], sources };
  const text = 'A [1], b [2], c [3], d [4], e [5], f [6].';
  const drafts = viewFinal(text, { ...whole, about }, owner, { texts: en, nowMs: 0 }).drafts;
  const shown = drafts.map(contentOf);
  for (const content of shown) expect(content.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
  for (const { url } of sources) expect(shown.join('\n')).toContain(`(<${url}>)`);
  for (const { number } of passages)
    expect(shown.join('\n')).toMatch(new RegExp(`^-# .*\\[${number}\\]`, 'm'));
});

describe('an answer from outside', () => {
  it('is shown without hidden characters and without a deceiving link, while it streams and at its end', () => {
    const text = 'a\u202eb\u200b [bank.com](https://evil.com) and';
    for (const [draft] of [viewStreaming(text, owner, en), final(text)]) {
      expect(draft?.text).toBe('ab [bank.com] (https://evil.com) and');
    }
  });

  it('is measured as it is shown: what is named in code counts', () => {
    const text = `\`\`\`\n${'x\u202e'.repeat(900)}\n\`\`\``;
    const drafts = final(text);
    expect(drafts.length).toBeGreaterThan(1);
    for (const draft of drafts) expect(draft.text.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
  });

  it('is none when nothing of it can be seen', () => {
    const hidden = '\u{e0049}\u{e0067}\u200b\u2060';
    expect(viewStreaming(hidden, owner, en)).toEqual([]);
    expect(viewStreaming(hidden, owner, en, { isNoted: true })[0]?.kind).toBe('note');
    expect(final(hidden)[0]?.text).toBe(en.notices.empty);
  });

  it('becomes messages that need no further change, wherever it is cut', () => {
    const piece = fc.constantFrom(
      '[bank.com](https://evil.com) ',
      '`[bank.com](https://evil.com)` ',
      '```\n[bank.com](https://evil.com)\n',
      '```\n',
      `${'word '.repeat(80)}`,
      `\`${'code '.repeat(60)}\` `,
      `[${'bank.com '.repeat(40)}](https://evil.com) `,
      '\u202e',
      '> ',
      '\n\n',
      '||',
      '`',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 10, maxLength: 60 }), (pieces) => {
        for (const { text } of final(pieces.join(''))) {
          expect(neutralise(text).length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
          expect(neutralise(text)).toBe(text);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('grows without changing the messages that are followed by another', () => {
    const line = 'See [bank.com](https://evil.com/a), \u202eit is\u200b `co\u202ede` 👩‍💻.\n\n';
    const text = line.repeat(120);
    let earlier: string[] = [];
    for (let length = 100; length <= text.length; length += 97) {
      const shown = viewStreaming(text.slice(0, length), owner, en).map((draft) => draft.text);
      for (const [index, one] of earlier.slice(0, -1).entries()) expect(shown[index]).toBe(one);
      earlier = shown;
    }
    expect(earlier.length).toBeGreaterThan(2);
  });
});

describe('the question above an answer', () => {
  const asked = { ...owner, head: `> ${'q'.repeat(200)}` };
  const below = (text: string) => viewFinal(text, whole, asked, { texts: en, nowMs: 0 }).drafts;

  it('stands above the first message only, from the note on', () => {
    const long = 'A sentence of some length. '.repeat(300);
    for (const drafts of [viewStreaming(long, asked, en), below(long)]) {
      expect(drafts.length).toBeGreaterThan(3);
      expect(drafts.map(({ head }) => head)).toEqual([asked.head, ...drafts.slice(1).map(() => undefined)]);
    }
    expect(contentOf(viewStreaming('', asked, en, { isNoted: true })[0] ?? answerDraft(''))).toBe(
      `${asked.head}\n\n${en.waiting}`,
    );
    expect(viewStreaming('', asked, en)).toEqual([]);
  });

  it('stands above a refusal and an empty answer too', () => {
    const failed = { end: { kind: 'failed', failure: { code: 'internal' } }, about: {} } as const;
    for (const outcome of [failed, whole]) {
      expect(viewFinal('', outcome, asked, { texts: en, nowMs: 0 }).drafts[0]?.head).toBe(asked.head);
    }
  });

  it('counts: each message fits with it, wherever the text is cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('word ', 'A sentence. ', '\n\n', '- item\n', '`code` ', '**bold** ', '가나다라'),
          {
            minLength: 200,
            maxLength: 900,
          },
        ),
        fc.integer({ min: 0, max: 600 }),
        (pieces, length) => {
          const frame = { ...owner, head: `> ${'q'.repeat(length)}` };
          for (const draft of viewFinal(pieces.join(''), whole, frame, { texts: en, nowMs: 0 }).drafts) {
            expect(contentOf(draft).length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is not put in the place of an answer when everything was erased', () => {
    expect(viewErased('', asked, en).drafts).toEqual([answerDraft(en.notices.erased)]);
    expect(viewErased('Hel', asked, en).drafts[0]?.head).toBe(asked.head);
  });

  it('does not follow an answer into its file', () => {
    const drafts = below('A sentence of some length, again and again. '.repeat(500));
    expect(drafts.at(-1)?.files?.[0]?.text).not.toContain('qqq');
  });
});
