import type { SpeechTexts, VoiceErrorTexts, VoiceProblemTexts, VoiceTexts } from '../texts/voice.ts';
import { counted } from './counted.ts';

/** Of the voice, in both languages: it speaks that of the answer. */
export const SPOKEN_NOTES: SpeechTexts['notes'] = {
  en: {
    code: 'Here is code, which is in the text.',
    table: 'Here is a table, which is in the text.',
    formula: 'Here is a formula, which is in the text.',
    cut: 'The rest is in the text.',
  },
  ko: {
    code: '여기에는 코드가 있으니 글로 봐 주세요.',
    table: '여기에는 표가 있으니 글로 봐 주세요.',
    formula: '여기에는 수식이 있으니 글로 봐 주세요.',
    cut: '나머지는 글로 봐 주세요.',
  },
};

const length = (seconds: number) =>
  `${Math.floor(Math.round(seconds) / 60)}:${String(Math.round(seconds) % 60).padStart(2, '0')}`;

export const voiceEn: VoiceTexts = {
  transcript: {
    head: (seconds) => `🎙️ **What was said**${seconds === null ? '' : ` (${length(seconds)})`}`,
    loading: '⏳ The speech engine is still being fetched. I will write this down as soon as it is ready.',
    nothing: '🎙️ I heard no words in this recording.',
    attached: '📎 The whole text is in the attached file.',
    ask: 'Ask about this',
    translate: 'Translate',
    summarise: 'Summarise',
  },
  speech: {
    notes: SPOKEN_NOTES,
    attached: '🔊 The answer, spoken.',
    nothing: 'There is nothing in this answer that could be read aloud.',
  },
  choice: {
    shown: (isSpoken, voice) =>
      [
        isSpoken ? '🔊 My answers to you are spoken as well.' : '🔇 My answers to you are not spoken.',
        `Voice: ${voice === null ? 'the default voice' : `\`${voice}\``}`,
        '-# To change it: `/voice reply:on`, `/voice voice:nova`. **Listen** under an answer reads just that one aloud.',
      ].join('\n'),
    changed: (isSpoken, voice) =>
      `✅ ${isSpoken ? 'From now on I speak my answers to you as well.' : 'I speak an answer when you press **Listen** under it.'} Voice: ${voice === null ? 'the default voice' : `\`${voice}\``}`,
    none: 'default',
  },
};

export const voiceProblemsEn: VoiceProblemTexts = {
  recording_missing:
    'There is no recording in this message that I can listen to. I can listen to voice messages and MP3, M4A, WAV, OGG, FLAC, MP4 and WebM files.',
  voice_unknown: 'A voice is a name of up to 64 letters, digits, dots, dashes and underscores, like `nova`.',
};

export const voiceErrorsEn: VoiceErrorTexts = {
  recording_unreadable: () =>
    "I can't listen to this recording: it is damaged, or in a format that I don't know. Try MP3, M4A, WAV, OGG or FLAC.",
  recording_too_long: ({ limit }) =>
    `This recording is too long.${limit === null ? '' : ` I can listen to up to ${counted(limit, 'minute')}.`}`,
  voice_not_offered: () => 'Speech is not set up here. Please ask the operator of this bot.',
  provider_loading: () => 'The model is still loading. Please try again in a moment.',
  transcript_gone: () =>
    'The text of this recording is not kept any more. Please use **Transcribe** on the message again.',
};
