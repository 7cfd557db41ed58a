/** What hearing a recording uses: by the minute, or by tokens where the model is priced by them. Pure. */
import type { Price, PricedUsage } from '../../../../shared/catalogue/price.ts';
import type { JsonRecord } from '../../../../shared/json.ts';
import type { Meter } from '../../passthrough/calls.ts';
import { type AnswerSample, findObject, readCount, readPositiveCount } from '../../passthrough/sample.ts';
import type { RecordingLength } from './recording-length.ts';

/** What a model makes of a second: $6 a million are $0.006 a minute. */
const AUDIO_TOKENS_PER_SEC = 17;
/** Of its text: three words. */
const TEXT_TOKENS_PER_SEC = 4;
/** Nobody speaks faster. */
const MOST_TEXT_TOKENS_PER_SEC = 12;

export function createTranscriptionMeter({ most, usual }: RecordingLength, promptTokens: number): Meter {
  return {
    bound: (price) => usageOf(price, most, { promptTokens, perSec: MOST_TEXT_TOKENS_PER_SEC }),
    untold: (price) => usageOf(price, usual, { promptTokens, perSec: TEXT_TOKENS_PER_SEC }),
    told(price, sample) {
      const usage = findObject(sample, 'usage');
      const tokens = isByToken(price) ? readTokens(usage) : null;
      if (tokens !== null) return tokens;
      const seconds = readPositiveCount(usage?.seconds) ?? readDuration(sample);
      if (seconds === undefined) return null;
      return usageOf(price, seconds, { promptTokens, perSec: TEXT_TOKENS_PER_SEC });
    },
  };
}

/** A model that has both prices is billed by what its provider counts, and by the minute where that is not known. */
function isByToken(price: Price | undefined): boolean {
  return price === undefined || price.prompt > 0 || price.completion > 0 || price.minute === 0;
}

function usageOf(
  price: Price | undefined,
  seconds: number,
  { promptTokens, perSec }: { promptTokens: number; perSec: number },
): PricedUsage {
  if (price !== undefined && price.minute > 0) {
    return { promptTokens: 0, completionTokens: 0, minutes: seconds / 60 };
  }
  const audioTokens = Math.ceil(seconds * AUDIO_TOKENS_PER_SEC);
  return {
    promptTokens: audioTokens + promptTokens,
    audioTokens,
    completionTokens: Math.ceil(seconds * perSec),
  };
}

function readTokens(usage: JsonRecord | null): PricedUsage | null {
  const promptTokens = readPositiveCount(usage?.input_tokens);
  const completionTokens = readCount(usage?.output_tokens);
  if (promptTokens === undefined || completionTokens === undefined) return null;
  const details = usage?.input_token_details as JsonRecord | undefined;
  const audioTokens = readCount(details?.audio_tokens);
  return { promptTokens, completionTokens, ...(audioTokens === undefined ? {} : { audioTokens }) };
}

/** Of `verbose_json`, at its beginning. As a number, or as a text; a length of nothing is none. */
function readDuration({ head }: AnswerSample): number | undefined {
  const [, seconds] = /"duration"\s*:\s*"?(\d{1,7}(?:\.\d{1,20})?)/.exec(head) ?? [];
  return Number(seconds) > 0 ? Number(seconds) : undefined;
}
