import type { Failure } from '../state/model.ts';
import { readSound } from '../voice/read-sound.ts';
import { usePage } from './context.ts';

/** Sends a sound file as a voice message of the present person. */
export function useVoice(onFailure: (failure: Failure | null) => void): (file: File) => Promise<void> {
  const { session, texts } = usePage();
  return async (file) => {
    const sound = await readSound(file);
    onFailure(
      sound === null
        ? { reason: 'refused', status: 0, detail: texts.noVoice }
        : await session.postVoice(file, sound),
    );
  };
}
