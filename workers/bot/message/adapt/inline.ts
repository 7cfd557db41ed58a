/** Formulas, images and HTML tags in text whose code and addresses are put aside. Pure. */
import { lazyPattern } from '../../../../shared/text/lazy-pattern.ts';
import { adaptHtml } from './html.ts';
import { toUnicode } from './latex.ts';
import { LINK_END, PIECE } from './protect.ts';

export function adaptInline(text: string): string {
  return adaptHtml(adaptImages(adaptFormulas(text)));
}

const NAMED_IMAGE = new RegExp(`!(?=\\[[^[\\]\\n]+${LINK_END.source})`, 'g');
const NAMELESS_IMAGE = new RegExp(`!\\[\\]\\((${PIECE.source})\\)`, 'g');

/** A picture is a link: Discord shows no pictures in a text. */
function adaptImages(text: string): string {
  return text.includes('![') ? text.replace(NAMED_IMAGE, '').replace(NAMELESS_IMAGE, '$1') : text;
}

/** No formula is longer, so that looking for its end takes no longer either. */
const DISPLAY = /\$\$(?=\S|\n)([^$]{1,400}?)\$\$|\\\[((?:[^\\]|\\[^\]]){1,400}?)\\\]/g;
const PARENTHESES = /\\\(((?:[^\\\n]|\\[^)\n]){1,400}?)\\\)/g;
/** Beside a `$` that belongs to a formula stands neither a space inside nor a letter or digit outside. */
const DOLLARS = /(?<![\w$\\])\$(?![\s$])([^$\n]{0,400}[^\s$\\])\$(?![\w$])/g;

/** What tells a formula from money, shell variables and escaped brackets. */
const FORMULA = lazyPattern("[\\\\^_={}<>+]|^\\s*[\\p{L}]['′]?\\s*$|^\\s*\\w+\\([\\w, ]+\\)\\s*$", 'u');

function adaptFormulas(text: string): string {
  if (!/[$\\]/.test(text)) return text;
  return text
    .replace(DISPLAY, (whole, dollars?: string, brackets?: string) =>
      showFormula(whole, dollars ?? brackets ?? ''),
    )
    .replace(PARENTHESES, showFormula)
    .replace(DOLLARS, showFormula);
}

function showFormula(whole: string, formula: string): string {
  if (!FORMULA().test(formula) || /[`\uE000-\uE002]/.test(formula)) return whole;
  const shown = toUnicode(formula);
  // Marks in a formula are characters.
  if (shown !== undefined && shown !== '') return shown.replace(/[*_~|]/g, '\\$&');
  return /\\[a-zA-Z]/.test(formula) ? `\`${formula.trim().replace(/\s+/g, ' ')}\`` : whole;
}
