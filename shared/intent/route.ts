/**
 * Decides, without a model, whether a message is a wish for Libra itself. Pure and deterministic.
 *
 * Precision before recall: a message is taken from the model only when the whole of it, from its first character to
 * its last, is one of the phrases of `english.ts` or `korean.ts`. What is missed costs one model call; what is taken
 * wrongly costs a person their answer, or their conversation.
 */
import { parseDuration } from './duration.ts';
import { ENGLISH } from './english.ts';
import type { Intent, MuteIntent } from './intent.ts';
import { KOREAN } from './korean.ts';
import { decideMute } from './mute.ts';
import { normalisePhrase } from './normalise.ts';
import type { Rule, RuleBook } from './rule.ts';
import { type CompiledPhrase, compilePhrase } from './template.ts';

interface CompiledRule extends CompiledPhrase {
  intent: Rule['intent'];
}

const RULES: readonly CompiledRule[] = [ENGLISH, KOREAN].flatMap(compileBook);

/**
 * `text` is what a person typed into `/chat`. The bot asks this before it looks whether the channel is muted, since
 * an `unmute` is such a wish too. Never throws; time is bounded whatever the text is.
 */
export function routeIntent(text: string): Intent {
  const phrase = normalisePhrase(text);
  if (phrase === undefined) return { kind: 'ask' };
  for (const rule of RULES) {
    const match = rule.pattern.exec(phrase);
    if (match === null) continue;
    if (rule.intent !== 'mute') return { kind: rule.intent };
    const mute = readMute(rule, match[1]);
    if (mute !== undefined) return mute;
  }
  return { kind: 'ask' };
}

/** Undefined when what stands in the place of the duration is none: then the phrase is not about silence at all. */
function readMute(rule: CompiledRule, duration: string | undefined): MuteIntent | undefined {
  if (duration === undefined) return { kind: 'mute_refused', reason: 'missing' };
  const parsed = parseDuration(duration, { bareNumber: rule.slot === 'amount' ? 'seconds' : 'malformed' });
  if (!parsed.ok && (parsed.reason === 'malformed' || parsed.reason === 'empty')) return undefined;
  return decideMute(parsed);
}

function compileBook(book: RuleBook): CompiledRule[] {
  return book.rules.flatMap(({ intent, form, phrases }) =>
    phrases.flatMap((phrase) =>
      book.forms[form].map((frame) => ({
        intent,
        ...compilePhrase(frame.replace('{phrase}', phrase), book.language, book.pieces),
      })),
    ),
  );
}
