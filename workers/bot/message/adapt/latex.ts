/** LaTeX formulas in Unicode, as far as Unicode has a form for them. Pure. */
import { lazyPattern } from '../../../../shared/text/lazy-pattern.ts';
import { COMMANDS } from './latex-commands.ts';
import { toSubscript, toSuperscript } from './scripts.ts';

/** Undefined when a command, an environment or an index has no plain form. */
export function toUnicode(formula: string): string | undefined {
  const reader = new FormulaReader(formula);
  const shown = reader.readGroup(0);
  return shown === undefined || !reader.isAtEnd() ? undefined : shown.replace(/\s+/g, ' ').trim();
}

class FormulaReader {
  readonly #text: string;
  #pos = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#pos >= this.#text.length;
  }

  /** Up to the closing brace of this depth, or to the end. */
  readGroup(depth: number): string | undefined {
    let shown = '';
    while (!this.isAtEnd() && this.#text.charAt(this.#pos) !== '}') {
      const item = this.#readItem(depth);
      if (item === undefined) return undefined;
      shown += item;
    }
    return shown;
  }

  #readItem(depth: number): string | undefined {
    const char = this.#text.charAt(this.#pos);
    switch (char) {
      case '\\':
        return this.#readCommand(depth);
      case '^':
      case '_':
        this.#pos++;
        return this.#readScript(char, depth);
      case '{':
        return this.#readArgument(depth);
      case '&':
      case '`':
      case '$':
        return undefined;
      case '~':
        this.#pos++;
        return ' ';
      default:
        this.#pos++;
        return char;
    }
  }

  #readScript(mark: '^' | '_', depth: number): string | undefined {
    const content = this.#readArgument(depth);
    if (content === undefined || content === '') return undefined;
    const script = mark === '^' ? toSuperscript(content) : toSubscript(content);
    if (script !== undefined) return script;
    if (content === '∘') return '°';
    if (content === '′') return '′';
    return [...content].length === 1 ? `${mark}${content}` : `${mark}(${content})`;
  }

  /** A group in braces, a command, or one character. */
  #readArgument(depth: number): string | undefined {
    while (this.#text.charAt(this.#pos) === ' ') this.#pos++;
    if (this.isAtEnd() || depth > 8) return undefined;
    if (this.#text.charAt(this.#pos) !== '{') return this.#readItem(depth + 1);
    this.#pos++;
    const content = this.readGroup(depth + 1);
    if (content === undefined || this.isAtEnd()) return undefined;
    this.#pos++;
    return content;
  }

  #readCommand(depth: number): string | undefined {
    const name = /^\\(?:[a-zA-Z]+|.)/.exec(this.#text.slice(this.#pos, this.#pos + 30))?.[0].slice(1) ?? '';
    this.#pos += name.length + 1;
    switch (name) {
      case 'frac':
      case 'dfrac':
      case 'tfrac':
        return join('/', this.#readArgument(depth), this.#readArgument(depth));
      case 'sqrt':
        return this.#readRoot(depth);
      case 'text':
      case 'mathrm':
      case 'mathbf':
      case 'mathit':
      case 'operatorname':
      case 'boldsymbol':
        return this.#readArgument(depth);
      case 'left':
      case 'right':
        if (this.#text.charAt(this.#pos) === '.') this.#pos++;
        return '';
      default:
        return Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    }
  }

  #readRoot(depth: number): string | undefined {
    const index = /^\[([^\]]*)\]/.exec(this.#text.slice(this.#pos));
    if (index !== null) this.#pos += index[0].length;
    const degree = index === null ? '' : toSuperscript(index[1] ?? '');
    const content = this.#readArgument(depth);
    if (content === undefined || degree === undefined) return undefined;
    return `${degree}√${embrace(content)}`;
  }
}

function join(operator: string, left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined) return undefined;
  return embrace(left) + operator + embrace(right);
}

const ONE_NAME = lazyPattern('^(?:[\\p{L}\\p{N}\\p{M}.]+|.)$', 'u');

/** Brackets around what is more than one number or name. */
function embrace(content: string): string {
  return ONE_NAME().test(content) ? content : `(${content})`;
}
