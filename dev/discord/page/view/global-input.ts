import { useEffect, useRef } from 'preact/hooks';

const TAKES_TEXT = 'input, textarea, select, dialog, [role="menu"], [contenteditable]';

/** True for a key that types something where nothing takes it. */
function goesToComposer(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if (ctrlKey || metaKey || altKey || event.defaultPrevented) return false;
  if ((target as Element).closest?.(TAKES_TEXT) != null) return false;
  if (document.querySelector('dialog[open]') !== null) return false;
  // A space presses what has the focus, and scrolls; an input method names its keys `Process`.
  return key === 'Process' || (key !== ' ' && [...key].length === 1);
}

/**
 * As in Discord, what is typed goes to the composer wherever the focus is, unless something else takes it. `focus` gives the
 * composer the key that is being typed, `begin` starts a command.
 */
export function useTypedAnywhere(composer: { focus(): void; begin(): void }): void {
  const handler = useRef(composer);
  handler.current = composer;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!goesToComposer(event)) return;
      if (event.key !== '/') {
        handler.current.focus();
        return;
      }
      event.preventDefault();
      handler.current.begin();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** Files that were dropped or pasted anywhere on the page. */
export function useFilesGiven(onFiles: (files: readonly File[]) => void): void {
  const handler = useRef(onFiles);
  handler.current = onFiles;
  useEffect(() => {
    const take = (event: Event, data: DataTransfer | null) => {
      const files = [...(data?.files ?? [])];
      if (files.length === 0 || event.defaultPrevented) return;
      event.preventDefault();
      if (document.querySelector('dialog[open]') === null) handler.current(files);
    };
    const onDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    };
    const onDrop = (event: DragEvent) => take(event, event.dataTransfer);
    const onPaste = (event: ClipboardEvent) => take(event, event.clipboardData);
    addEventListener('dragover', onDragOver);
    addEventListener('drop', onDrop);
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('dragover', onDragOver);
      removeEventListener('drop', onDrop);
      removeEventListener('paste', onPaste);
    };
  }, []);
}
