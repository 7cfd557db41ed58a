import { ATTACHMENT_OPTION } from '../command/attached.ts';
import { localise } from '../command/localise.ts';
import type { Failure } from '../state/model.ts';
import { usePage } from './context.ts';
import { useFilesGiven } from './global-input.ts';
import type { ComposerContext } from './line-context.ts';
import type { useAttached } from './use-attached.ts';
import type { Line } from './use-line.ts';
import { useVoice } from './use-voice.ts';

/**
 * What becomes of files that were dropped or pasted: a sound alone is a voice message, others go to the command that is typed, or
 * begin the first command that takes files.
 */
export function useGivenFiles(
  typed: Line,
  files: ReturnType<typeof useAttached>,
  context: ComposerContext,
  onFailure: (failure: Failure | null) => void,
): void {
  const { texts } = usePage();
  const postVoice = useVoice(onFailure);
  const { parsed } = typed;

  useFilesGiven((given) => {
    const [sound] = given;
    if (parsed.kind === 'empty' && given.length === 1 && sound?.type.startsWith('audio/')) {
      void postVoice(sound);
      return;
    }
    if (parsed.kind === 'command' && files.give(given, parsed.command.options ?? [])) return;
    const taker = context.commands.find(({ options }) =>
      options?.some(({ type }) => type === ATTACHMENT_OPTION),
    );
    if (taker === undefined) {
      onFailure({ reason: 'refused', status: 0, detail: texts.noFileHere });
      return;
    }
    const name = `/${localise(taker.name, taker.name_localizations, context.locale)}`;
    typed.put(parsed.kind === 'plain' ? `${name} ${parsed.text}` : `${name} `);
    files.give(given, taker.options ?? []);
  });
}
