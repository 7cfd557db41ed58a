/** A speech of a live conversation of which only the length is known yet, checked by form. Pure. */
import * as z from 'zod/mini';
import { once } from '../../../../shared/once.ts';
import type { DraftCall } from '../../passthrough/calls.ts';
import { type Validated, validate } from '../validate.ts';
import { countCharacters, parseSpeech } from './speech.ts';

const MAX_CHARACTERS = 1_000;

const schema = once(() =>
  z.looseObject({
    libra: z.unknown(),
    characters: z.number().check(z.int(), z.gte(1), z.lte(MAX_CHARACTERS)),
  }),
);

export interface LateSpeech {
  libra: unknown;
  /** It will be this much at most. */
  most: DraftCall;
  /** Null: more than that, or nothing that can be spoken. */
  of(input: Uint8Array): DraftCall | null;
}

/** `model`: stands in for none. */
export function parseLateSpeech(about: unknown, model: string | undefined): Validated<LateSpeech> {
  const result = validate(schema(), about);
  if (!result.ok) return result;
  const { libra, characters, ...fields } = result.value;
  const speechOf = (input: string) => parseSpeech({ model, ...fields, input });
  const most = speechOf(LONGEST_CHARACTER.repeat(characters));
  if (!most.ok) return most;
  return {
    ok: true,
    value: {
      libra,
      most: most.value,
      of(bytes) {
        const input = new TextDecoder().decode(bytes);
        const speech = countCharacters(input) > characters ? null : speechOf(input);
        return speech?.ok === true ? speech.value : null;
      },
    },
  };
}

/** In UTF-8, by which tokens are bounded. */
const LONGEST_CHARACTER = '\u{1F3B5}';
