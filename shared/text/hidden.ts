/**
 * Characters that show nothing or turn text around: controls, zero-width characters, soft hyphens, fillers, tags, variation
 * selectors, marks and overrides of direction. Pure, linear in the length, and idempotent.
 *
 * One of them stays only where it does what it is for: a joiner in an emoji or in a script that joins its letters, a
 * selector behind a character that has variants, a mark of direction in a line with right-to-left letters, and so on. At
 * most one stays in each place, so that no message can be hidden in a row of them.
 */
import { lazyPattern } from './lazy-pattern.ts';

/** Kept: tab, line feed, carriage return. `\p{DI}` are Unicode's default ignorable code points. */
const HIDDEN = '\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u2800\\ufff9-\\ufffb\\p{DI}';
const SOME_HIDDEN = lazyPattern(`[${HIDDEN}]`, 'u');
const HIDDEN_RUN = lazyPattern(`[${HIDDEN}]+`, 'gu');
const ALONE = [`(?<![${HIDDEN}])`, `(?![${HIDDEN}])`] as const;

/** What ends a line elsewhere than in Discord. */
const LINE_BREAK = /[\v\f\u0085\u2028\u2029]/g;

/** Scripts whose letters change their form beside a joiner or non-joiner. */
const JOINING = `(?!\\p{DI})[${'Arab Syrc Mong Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Tibt Thaa'
  .split(' ')
  .map((script) => `\\p{sc=${script}}`)
  .join('')}]`;
const EMOJI = '(?![0-9#*])[\\p{Emoji}\\p{ExtPict}]';

const NEEDED = lazyPattern(
  [
    // Colours in Discord's `ansi` code blocks.
    '\\x1b(?=\\[[\\d;]*m)',
    `(?<=\\p{ExtPict}\\ufe0f?|\\p{Emoji_Modifier})\\u200d(?=\\p{ExtPict})`,
    `(?<=${EMOJI})[\\ufe0e\\ufe0f]`,
    '(?<=[0-9#*])\\ufe0f(?=\\u20e3)',
    // The flags of England, Scotland and Wales are the only tag sequences in use.
    '(?<=\\u{1f3f4})\\u{e0067}\\u{e0062}(?:\\u{e0065}\\u{e006e}\\u{e0067}|\\u{e0073}\\u{e0063}\\u{e0074}|\\u{e0077}\\u{e006c}\\u{e0073})\\u{e007f}',
    `${ALONE[0]}(?:(?<=${JOINING}\\p{M}{0,3})[\\u200c\\u200d]|[\\u200c\\u200d](?=${JOINING}))${ALONE[1]}`,
    '(?<=\\p{sc=Han})[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}]',
    '(?<=[\\p{Sm}\\p{sc=Mymr}])\\ufe00',
    '(?<=(?=\\p{L})\\p{sc=Mong})[\\u180b-\\u180d\\u180f]',
    // Old Hangul fills the place of a letter that is not there.
    '\\u115f(?=[\\u1161-\\u11a7])|(?<=[\\u1100-\\u115e\\ua960-\\ua97c])\\u1160',
    '(?<=(?!\\p{DI})[\\p{M}\\p{sc=Hebr}])\\u034f(?=(?!\\p{DI})\\p{M})',
  ].join('|'),
  'uy',
);

const DIRECTION_MARK = lazyPattern(`${ALONE[0]}[\\u061c\\u200e\\u200f]${ALONE[1]}`, 'uy');
const RIGHT_TO_LEFT = lazyPattern(
  '[\\p{sc=Hebr}\\p{sc=Syrc}\\p{sc=Thaa}\\p{sc=Nkoo}\\p{sc=Adlm}\\u0600-\\u061b\\u061d-\\u06ff\\u0750-\\u077f\\u0870-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc]',
  'u',
);
/** Blank cells are part of pictures that are made of Braille patterns. */
const BRAILLE_BLANK = /\u2800/y;
const BRAILLE = /[\u2801-\u28ff]/;

/** `show` says what stands for hidden characters at this place of `whole`. */
export function replaceHidden(
  text: string,
  show: (hidden: string, index: number, whole: string) => string,
): string {
  if (!SOME_HIDDEN().test(text)) return text;
  const whole = text.replace(LINE_BREAK, '\n');
  const lines = createLineTests(whole);
  return whole.replace(HIDDEN_RUN(), (run, start: number) => {
    let shown = '';
    let hidden = '';
    const flush = (end: number) => {
      if (hidden !== '') shown += show(hidden, end - hidden.length, whole);
      hidden = '';
    };
    for (let index = start; index < start + run.length; ) {
      const needed = neededAt(whole, index, lines);
      if (needed !== '') flush(index);
      const char = needed === '' ? String.fromCodePoint(whole.codePointAt(index) ?? 0) : needed;
      if (needed === '') hidden += char;
      else shown += needed;
      index += char.length;
    }
    flush(start + run.length);
    return shown;
  });
}

/** A blank that is as wide as a letter becomes a space. */
export function dropHidden(text: string): string {
  return replaceHidden(text, (hidden) => (hidden.includes('\u2800') ? ' ' : ''));
}

/** The code point of the first, as it is usually written, and how many more there are. */
export function nameHidden(hidden: string): string {
  const count = [...hidden].length;
  const code = (hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `⟨U+${code}${count === 1 ? '' : ` ×${count}`}⟩`;
}

/** As a JSON text escapes them: nothing is lost. Only for a text that is JSON already. */
export function escapeHidden(json: string): string {
  return replaceHidden(json.replace(LINE_BREAK, escapeUnits), escapeUnits);
}

function escapeUnits(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** The characters that are needed at this place; empty for a hidden one that is not. */
function neededAt(text: string, index: number, lines: ReturnType<typeof createLineTests>): string {
  const needed = matchAt(NEEDED(), text, index);
  if (needed !== '') return needed;
  const blank = matchAt(BRAILLE_BLANK, text, index);
  if (blank !== '') return lines.has(BRAILLE, index) ? blank : '';
  const mark = matchAt(DIRECTION_MARK(), text, index);
  return mark !== '' && lines.has(RIGHT_TO_LEFT(), index) ? mark : '';
}

function matchAt(pattern: RegExp, text: string, index: number): string {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? '';
}

/** Whether the line at a place holds what is looked for. Each line is looked at once, as places come in order. */
function createLineTests(text: string) {
  let end = -1;
  let line = '';
  const known = new Map<RegExp, boolean>();
  return {
    has(pattern: RegExp, index: number): boolean {
      if (index >= end) {
        const feed = text.indexOf('\n', index);
        end = feed === -1 ? text.length : feed;
        line = text.slice(text.lastIndexOf('\n', index - 1) + 1, end);
        known.clear();
      }
      const has = known.get(pattern) ?? pattern.test(line);
      known.set(pattern, has);
      return has;
    },
  };
}
