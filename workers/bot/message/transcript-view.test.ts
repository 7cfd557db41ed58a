import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsFor } from '../locale/choose.ts';
import { contentOf } from './draft.ts';
import { parseHeardId } from './heard-id.ts';
import { viewTranscript } from './transcript-view.ts';

const about = {
  requesterId: '100000000000000001',
  messageId: '200000000000000002',
  attachmentId: '300000000000000003',
  link: 'https://discord.com/channels/1/2/3',
};
const view = (text: string, parts: [number, string][] = [], seconds: number | null = null) =>
  viewTranscript(
    {
      text,
      segments: parts.map(([start, said]) => ({ start, end: start + 1, text: said })),
      duration_sec: seconds,
      is_cached: false,
    },
    about,
    textsFor('en').voice.transcript,
  );

describe('a transcript as a message', () => {
  it('is the text alone where it is short, with buttons that name its attachment', () => {
    const draft = view(
      'Hello there. How are you?',
      [
        [0, 'Hello there.'],
        [2, 'How are you?'],
      ],
      4,
    );
    expect(draft.text.split('\n').slice(1)).toEqual(['Hello there. How are you?']);
    const ids = (draft.components?.[0]?.components ?? []).map(({ custom_id: id }) => parseHeardId(id));
    expect(ids.map((id) => id?.action)).toEqual(['ask', 'translate', 'summarise']);
    expect(ids[0]).toMatchObject({ attachmentId: about.attachmentId, requesterId: about.requesterId });
  });

  it('says when each part was said where it is long', () => {
    const { text } = view(
      'a b',
      [
        [0, 'a'],
        [3_725.4, 'b'],
      ],
      3_730,
    );
    expect(text).toContain('\n[0:00] a\n[1:02:05] b'.replaceAll('[', '\\[').replaceAll(']', '\\]'));
  });

  it('has no buttons where nothing was said', () => {
    const draft = view('');
    expect(draft.components).toBeUndefined();
    expect(draft.text).toContain('heard no words');
  });

  it('fits into one message, with the whole text as a file where it does not', () => {
    const long = view('A sentence that goes on for a while. '.repeat(200).trim(), [], 300);
    expect(contentOf(long).length).toBeLessThanOrEqual(2_000);
    expect(long.files?.[0]?.text.length).toBeGreaterThan(7_000);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3_000 }), (text) => {
        expect(contentOf(view(text)).length).toBeLessThanOrEqual(2_000);
      }),
    );
  });

  it('shows marks as they are: what is said is nobody’s markdown', () => {
    expect(view('**loud** and @everyone').text).toContain('\\*\\*loud\\*\\*');
  });
});
