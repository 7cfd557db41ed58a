import { SPOKEN_NOTES } from '../en/voice.ts';
import type { VoiceErrorTexts, VoiceProblemTexts, VoiceTexts } from '../texts/voice.ts';

function length(seconds: number): string {
  const minutes = Math.floor(Math.round(seconds) / 60);
  const rest = Math.round(seconds) % 60;
  return minutes === 0 ? `${rest}초` : rest === 0 ? `${minutes}분` : `${minutes}분 ${rest}초`;
}

export const voiceKo: VoiceTexts = {
  transcript: {
    head: (seconds) => `🎙️ **받아쓴 내용**${seconds === null ? '' : ` (${length(seconds)})`}`,
    loading: '⏳ 음성 인식 엔진을 준비하는 중이에요. 준비되면 바로 받아쓸게요.',
    nothing: '🎙️ 이 녹음에서는 말소리를 듣지 못했어요.',
    attached: '📎 전체 내용은 첨부한 파일에 있어요.',
    ask: '이 내용에 대해 묻기',
    translate: '번역',
    summarise: '요약',
  },
  speech: {
    notes: SPOKEN_NOTES,
    attached: '🔊 답변을 소리로 들어 보세요.',
    nothing: '이 답변에는 소리 내어 읽을 내용이 없어요.',
  },
  choice: {
    shown: (isSpoken, voice) =>
      [
        isSpoken ? '🔊 내 질문의 답변을 음성으로도 보내고 있어요.' : '🔇 답변을 음성으로 보내지 않고 있어요.',
        `목소리: ${voice === null ? '기본 목소리' : `\`${voice}\``}`,
        '-# `/음성 답변:켜기`나 `/음성 목소리:nova`로 바꿀 수 있어요. 답변 아래 **듣기**를 누르면 그 답변만 읽어 드려요.',
      ].join('\n'),
    changed: (isSpoken, voice) =>
      `✅ ${isSpoken ? '이제부터 답변을 음성으로도 보내 드려요.' : '답변 아래 **듣기**를 누를 때만 읽어 드려요.'} 목소리: ${voice === null ? '기본 목소리' : `\`${voice}\``}`,
    none: '기본',
  },
};

export const voiceProblemsKo: VoiceProblemTexts = {
  recording_missing:
    '이 메시지에는 들을 수 있는 녹음이 없어요. 음성 메시지와 MP3, M4A, WAV, OGG, FLAC, MP4, WebM 파일을 들을 수 있어요.',
  voice_unknown:
    '목소리 이름은 글자, 숫자, 점, 붙임표, 밑줄로 64자까지예요. 예를 들면 `nova`처럼 적어 주세요.',
};

export const voiceErrorsKo: VoiceErrorTexts = {
  recording_unreadable: () =>
    '이 녹음을 들을 수 없어요. 파일이 깨졌거나 알 수 없는 형식이에요. MP3, M4A, WAV, OGG, FLAC로 시도해 주세요.',
  recording_too_long: ({ limit }) =>
    `녹음이 너무 길어요.${limit === null ? '' : ` ${limit}분까지 들을 수 있어요.`}`,
  voice_not_offered: () => '여기에는 음성 기능이 설정되어 있지 않아요. 운영자에게 문의해 주세요.',
  provider_loading: () => '모델을 아직 준비하는 중이에요. 잠시 뒤에 다시 시도해 주세요.',
  transcript_gone: () =>
    '이 녹음의 내용을 더는 보관하고 있지 않아요. 메시지에서 **받아쓰기**를 다시 써 주세요.',
};
