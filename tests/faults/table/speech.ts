/** A part fails while a recording is heard or an answer is spoken. Played in tests/integration/voice-messages.test.ts. */
import type { DiscordFaults } from '../../../dev/discord/discord-faults.ts';
import type { OpenAiFaults } from '../../../dev/openai/faults.ts';
import type { ErrorCode } from '../../../shared/errors.ts';

export interface SpeechFault {
  /** `Transcribe` on a voice message, or `Listen` under an answer. */
  uses: 'Transcribe' | 'Listen';
  /** Completes "Transcribe, while …". Unique with it. */
  what: string;
  before?: { provider?: OpenAiFaults; discord?: DiscordFaults };
  reads: 'what is said' | 'a voice message' | 'a file that is played' | ErrorCode;
}

const HEARS = '/v1/audio/transcriptions';
const SPEAKS = '/v1/audio/speech';

const provider = (uses: SpeechFault['uses'], path: string): readonly SpeechFault[] => [
  {
    uses,
    what: 'its provider answers 503',
    before: { provider: { status: { status: 503, path } } },
    reads: 'provider_unavailable',
  },
  {
    uses,
    what: 'its provider answers 429',
    before: { provider: { status: { status: 429, path } } },
    reads: 'provider_rate_limited',
  },
  {
    uses,
    what: 'its provider never answers',
    before: { provider: { hangBeforeHeaders: { path } } },
    reads: 'provider_timeout',
  },
];

export const SPEECH_FAULTS: readonly SpeechFault[] = [
  ...provider('Transcribe', HEARS),
  {
    uses: 'Transcribe',
    what: 'the address of the recording has expired',
    before: { discord: { fileLinkLifeSec: 0 } },
    reads: 'attachment_expired',
  },
  {
    uses: 'Transcribe',
    what: 'Discord does not serve the recording',
    before: { discord: { cdn: { status: 503 } } },
    reads: 'attachment_unreachable',
  },
  ...provider('Listen', SPEAKS),
  {
    uses: 'Listen',
    what: 'Discord refuses voice messages',
    before: { discord: { refuseVoice: true } },
    reads: 'a file that is played',
  },
];
