import { useEffect, useRef, useState } from 'preact/hooks';
import type { RegisteredOption } from '../../protocol.ts';
import type { UploadView } from '../../surfaces.ts';
import { ATTACHMENT_OPTION, type Attached } from '../command/attached.ts';
import type { Failure } from '../state/model.ts';
import { usePage } from './context.ts';

/** The files of the command that is being typed, by option. They are uploaded as soon as they are given. */
export function useAttached(onFailure: (failure: Failure) => void) {
  const { session, state } = usePage();
  const [attached, setAttached] = useState<Attached>({});
  const picker = useRef<HTMLInputElement>(null);
  const picking = useRef<string | null>(null);

  // An upload belongs to the person who made it.
  useEffect(() => setAttached({}), [state.preferences.userId]);

  async function attach(name: string, file: File): Promise<void> {
    const sent = await session.upload(file);
    if (sent.ok) setAttached((known) => ({ ...known, [name]: sent.result }));
    else onFailure(sent.failure);
  }

  return {
    attached,
    picker,
    /** Gives the files to the attachment options that are still empty, in their order; false: there is none. */
    give(files: readonly File[], options: readonly RegisteredOption[]): boolean {
      const open = options.filter(
        ({ type, name }) => type === ATTACHMENT_OPTION && attached[name] === undefined,
      );
      for (const [index, option] of open.entries()) {
        const file = files[index];
        if (file !== undefined) void attach(option.name, file);
      }
      return open.length > 0;
    },
    /** Opens the file dialog for one option. */
    pick(option: RegisteredOption): void {
      picking.current = option.name;
      picker.current?.click();
    },
    onPicked(file: File | undefined): void {
      if (file !== undefined && picking.current !== null) void attach(picking.current, file);
    },
    remove(name: string): void {
      setAttached(({ [name]: _, ...others }) => others);
    },
    clear: () => setAttached({}),
    restore: (files: Record<string, UploadView>) => setAttached(files),
  };
}
