/**
 * Separates what a model thinks inside its text (`<think>…</think>` and the like) from what it says, while the text streams. Pure; the
 * result does not depend on where the text is cut.
 *
 * - An opening tag counts at the start of the answer or of a line, outside code. Its block ends at its own closing tag; one
 *   that never ends is reasoning to the last character. White space behind a block is dropped.
 * - A closing tag without an opening one makes everything before it reasoning: some chat templates put the opening tag into
 *   the prompt. It counts at the start of a line or right behind a word or a sentence, outside code.
 * - A tag inside code, or named in the middle of a sentence, is text.
 */
export interface ThinkingStep {
  /** True when all text given out before this step was reasoning: it must be taken back. */
  retracted: boolean;
  text: string;
  reasoning: string;
}

export interface ThinkingSplitter {
  push(text: string): ThinkingStep;
  /** What was held back because it could have become a tag. */
  end(): ThinkingStep;
}

const NAMES = ['think', 'thinking', 'thought', 'reasoning', 'seed:think'];
/** Magistral, Kimi, and what gpt-oss writes where its server does not read it. */
const OPENING = [...NAMES.map((name) => `<${name}>`), '[THINK]', '◁think▷', '<|channel|>analysis<|message|>'];
const CLOSING = [...NAMES.map((name) => `</${name}>`), '[/THINK]', '◁/think▷', '<|channel|>final<|message|>'];
const TAGS = [...OPENING, ...CLOSING];
const SPACE = /\s/;
/** Behind one of these a tag is named rather than used. */
const BEFORE_A_NAME = /[\s"'`“‘«「『([{<>/|,:=]/;

export function createThinkingSplitter(): ThinkingSplitter {
  const step: ThinkingStep = { retracted: false, text: '', reasoning: '' };
  let code = createCodeTracker();
  /** The closing tag of the block that is open. */
  let awaited: string | null = null;
  /** White space that goes when a tag follows; what may become a tag. */
  let blank = '';
  let tag = '';
  let isLineStart = true;
  let hasText = false;
  let isBehindBlock = false;
  let before = '';
  /** Opening tags that the line names, each of which may be followed by its closing one. */
  let named = 0;

  function say(text: string): void {
    for (const char of text) {
      code.read(char);
      if (char === '\n') named = 0;
      isLineStart = char === '\n';
      before = char;
    }
    step.text += text;
    hasText = true;
    isBehindBlock = false;
  }

  function closeBlock(): void {
    awaited = null;
    blank = '';
    isLineStart = true;
    isBehindBlock = true;
  }

  function retract(): void {
    step.retracted = true;
    step.reasoning += step.text;
    step.text = '';
    hasText = false;
    code = createCodeTracker();
    closeBlock();
  }

  /** `tag` is complete. */
  function takeTag(): void {
    const written = tag;
    const closing = CLOSING[OPENING.indexOf(fold(tag))];
    tag = '';
    if (closing !== undefined) {
      if (isLineStart) {
        blank = '';
        awaited = closing;
        return;
      }
      named += 1;
    } else if (named > 0) {
      named -= 1;
    } else if (isLineStart || !BEFORE_A_NAME.test(before)) {
      retract();
      return;
    }
    giveUp(written);
  }

  /** What was held back is text after all. */
  function giveUp(held: string): void {
    const text = blank + held;
    blank = '';
    if (text !== '') say(text);
  }

  function readText(char: string): void {
    if (tag === '' && SPACE.test(char)) {
      if (isBehindBlock) return;
      if (isLineStart && (char !== '\n' || !hasText)) blank += char;
      else giveUp(char);
      return;
    }
    const longer = tag + char;
    if (mayBeTag(longer) && (tag !== '' || !code.isOpen())) {
      tag = longer;
      if (TAGS.includes(fold(longer))) takeTag();
      return;
    }
    const held = tag;
    tag = '';
    if (held === '') {
      giveUp(char);
      return;
    }
    giveUp(held);
    readText(char);
  }

  function readReasoning(char: string, closing: string): void {
    const longer = tag + char;
    if (closing.startsWith(fold(longer))) {
      tag = longer;
      if (longer.length === closing.length) {
        tag = '';
        closeBlock();
      }
      return;
    }
    step.reasoning += tag;
    tag = '';
    if (closing.startsWith(char)) tag = char;
    else step.reasoning += char;
  }

  function take(): ThinkingStep {
    const taken = { ...step };
    Object.assign(step, { retracted: false, text: '', reasoning: '' });
    return taken;
  }

  return {
    push(text) {
      for (const char of text.split('')) {
        if (awaited === null) readText(char);
        else readReasoning(char, awaited);
      }
      return take();
    },
    end() {
      if (awaited === null) giveUp(tag);
      else step.reasoning += tag;
      tag = '';
      return take();
    },
  };
}

function mayBeTag(text: string): boolean {
  return /^[<[◁]/.test(text) && TAGS.some((candidate) => candidate.startsWith(fold(text)));
}

/** Words in brackets are often meant as such. */
function fold(tag: string): string {
  return tag.startsWith('[') ? tag : tag.toLowerCase();
}

const TILDES = /^[ \t>]*(~{3,})([\w+.#-]*)[ \t\r]*$/;
/** No longer line opens or closes a block in tildes. */
const MAX_LINE_CHARS = 60;

/**
 * Discord's code: a run of three backticks or more opens and closes a block anywhere, a shorter one a span within its line. And a
 * block in tildes, as `mapCodeBlocks` knows it when its end is still to come.
 */
function createCodeTracker() {
  /** The backticks that opened the code; 0 outside of it. */
  let opened = 0;
  let run = 0;
  /** Those that opened the block. */
  let tildes = '';
  let line = '';

  function endRun(): void {
    if (run === 0) return;
    if (opened === 0) opened = run;
    else if (opened >= 3 ? run >= opened : run === opened) opened = 0;
    run = 0;
  }

  function endLine(): void {
    if (opened < 3) opened = 0;
    const [, marks = '', language] = TILDES.exec(line) ?? [];
    if (tildes !== '' && language === '' && marks.startsWith(tildes)) tildes = '';
    else if (tildes === '' && opened === 0 && language !== '') tildes = marks;
    line = '';
  }

  return {
    read(char: string): void {
      if (char === '`' && tildes === '') {
        run += 1;
        return;
      }
      endRun();
      if (char === '\n') endLine();
      else if (line.length <= MAX_LINE_CHARS) line += char;
    },
    /** As of the next character, unless that is a backtick. */
    isOpen(): boolean {
      endRun();
      return opened > 0 || tildes !== '';
    },
  };
}

/** What a whole text says, without what its model thought. */
export function withoutThoughts(text: string): string {
  const splitter = createThinkingSplitter();
  const said = splitter.push(text);
  const rest = splitter.end();
  return rest.retracted ? rest.text : said.text + rest.text;
}
