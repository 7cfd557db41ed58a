import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isAlreadyTyped, type Suggestion, suggest } from '../command/completion.ts';
import { type LineContext, parseLine, valuesOf } from '../command/parse.ts';

/** What is typed in the composer, how it reads, and what is suggested for it. `onChange`: another line stands there now. */
export function useLine(context: LineContext, onChange: () => void) {
  const input = useRef<HTMLTextAreaElement>(null);
  const [line, setLine] = useState('');
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  /** The line as a choice has left it: then no other is offered for the same option. */
  const [taken, setTaken] = useState('');
  const [attempted, setAttempted] = useState(false);

  const parsed = useMemo(() => parseLine(line, context), [line, context]);
  const suggestions = useMemo(
    () =>
      closed ? [] : suggest(line, parsed, context).filter(({ kind }) => kind !== 'choice' || line !== taken),
    [closed, taken, line, parsed, context],
  );
  const selected = suggestions[Math.min(active, suggestions.length - 1)];
  const selectedIndex = selected === undefined ? -1 : suggestions.indexOf(selected);

  useLayoutEffect(() => {
    const box = input.current;
    if (box === null) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [line]);

  function change(next: string): void {
    setLine(next);
    setActive(0);
    setClosed(false);
    setAttempted(false);
    onChange();
  }

  function put(next: string): void {
    change(next);
    const box = input.current;
    if (box === null) return;
    box.focus();
    // The value is the next rendering's; the end of it is where the caret belongs.
    queueMicrotask(() =>
      requestAnimationFrame(() => box.setSelectionRange(box.value.length, box.value.length)),
    );
  }

  return {
    input,
    line,
    parsed,
    suggestions,
    selected,
    selectedIndex,
    /** Sending it was tried as it stands: now also what is only unfinished is told. */
    attempted,
    attempt: () => setAttempted(true),
    change,
    /** Replaces the line from outside of the text box and goes to its end. */
    put,
    /** Nothing was sent, so the words are given back, unless others have been typed since. */
    giveBack: (text: string) => setLine((current) => (current === '' ? text : current)),
    point: setActive,
    /** To the next of what is suggested, or to the one before. */
    move(step: 1 | -1): void {
      setActive((selectedIndex + step + suggestions.length) % suggestions.length);
    },
    closeSuggestions: () => setClosed(true),
    accept(suggestion: Suggestion): void {
      put(suggestion.line);
      if (suggestion.kind === 'choice') setTaken(suggestion.line);
    },
    /** Enter completes a name or choice that is half typed; it sends a line that is complete as it stands. */
    wantsCompletion(suggestion: Suggestion): boolean {
      if (active === 0 && suggestions.some((each) => isAlreadyTyped(each, line))) {
        return parsed.kind === 'command' && !/\s/.test(line.trim()) && valuesOf(parsed.options) === null;
      }
      if (suggestion.kind === 'option') return active > 0;
      return true;
    },
  };
}

export type Line = ReturnType<typeof useLine>;
