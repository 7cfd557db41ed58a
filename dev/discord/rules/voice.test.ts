import { describe, expect, it } from 'vitest';
import { parseMessage } from './messages.ts';
import { findVoiceRefusal } from './voice.ts';

const VOICE = 1 << 13;
const sound = { id: '0', filename: 'a.ogg', duration_secs: 2.5, waveform: 'AAECAw==' };
const audio = [{ index: 0, contentType: 'audio/ogg' }];

function refusal(source: Record<string, unknown>, files = audio, flags: number | null = null) {
  const verdict = parseMessage(
    source,
    files.map(({ index }) => index),
  );
  if (!verdict.ok) return 'form';
  return findVoiceRefusal(verdict.draft, files, flags);
}

describe('a voice message', () => {
  it('is one recording with its length and its waveform', () => {
    expect(refusal({ flags: VOICE, attachments: [sound] })).toBeNull();
    expect(refusal({ flags: VOICE | 64, attachments: [sound] })).toBeNull();
  });

  it.each<[string, Record<string, unknown>, typeof audio, string]>([
    ['has a text', { content: 'hi', attachments: [sound] }, audio, 'voiceContent'],
    [
      'has two files',
      { attachments: [sound] },
      [...audio, { index: 1, contentType: 'audio/ogg' }],
      'voiceAttachment',
    ],
    ['has none', {}, [], 'voiceAttachment'],
    [
      'has a file that says it is no sound',
      { attachments: [sound] },
      [{ index: 0, contentType: 'application/ogg' }],
      'voiceAttachment',
    ],
    [
      'does not say how long it is',
      { attachments: [{ id: '0', filename: 'a.ogg' }] },
      audio,
      'voiceMetadata',
    ],
    ['has no length', { attachments: [{ ...sound, duration_secs: 0 }] }, audio, 'voiceMetadata'],
    [
      'has a waveform that is too long',
      { attachments: [{ ...sound, waveform: 'AAAA'.repeat(100) }] },
      audio,
      'form',
    ],
    ['has a waveform that is no base64', { attachments: [{ ...sound, waveform: '??' }] }, audio, 'form'],
  ])('is refused when it %s', (_name, source, files, why) => {
    expect(refusal({ flags: VOICE, ...source }, files)).toBe(why);
  });

  it('is not edited', () => {
    expect(refusal({ content: 'x' }, [], VOICE)).toBe('voiceEdit');
    expect(refusal({ content: 'x' }, [], 4)).toBeNull();
  });
});
