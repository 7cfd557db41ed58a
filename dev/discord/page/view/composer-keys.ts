import type { Line } from './use-line.ts';
import type { Sending } from './use-sending.ts';

/** What a key does in the composer's text box besides typing. */
export function onComposerKey(event: KeyboardEvent, typed: Line, { submit, lastSent }: Sending): void {
  // Enter that ends a Korean syllable is the input method's; some browsers say so only by this old code.
  if (event.isComposing || event.keyCode === 229) return;
  const { line, selected } = typed;
  const listed = typed.suggestions.length;
  if (listed > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
    typed.move(event.key === 'ArrowDown' ? 1 : -1);
  } else if (event.key === 'ArrowUp' && line === '' && lastSent.current !== '') {
    event.preventDefault();
    typed.put(lastSent.current);
  } else if (event.key === 'Tab' && !event.shiftKey && selected !== undefined) {
    event.preventDefault();
    typed.accept(selected);
  } else if (event.key === 'Escape' && listed > 0) {
    event.preventDefault();
    typed.closeSuggestions();
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    if (selected !== undefined && typed.wantsCompletion(selected)) typed.accept(selected);
    else void submit();
  }
}
