import { hasNoMicrophone } from '../talk/shown-state.ts';
import { Icon } from './icon.tsx';
import type { Shown } from './shown.ts';

/** What is to be known beside the state. The microphone's trouble stays here while Libra thinks or speaks. */
export function Notices({ talk, texts, conversation }: Shown) {
  const { notice, slow, microphone, phase } = talk;
  const isBusy = talk.state !== 'listening' || talk.audible !== null;
  const trouble =
    phase === 'live' && isBusy && hasNoMicrophone(talk) && microphone in texts.microphoneProblems
      ? texts.microphoneProblems[microphone as keyof typeof texts.microphoneProblems]
      : null;
  return (
    <div class="notices" role="alert">
      {notice !== null && phase !== 'ended' && (
        <div class="notice" data-testid="notice">
          <p>{notice.text}</p>
          <button
            type="button"
            class="icon-button"
            aria-label={texts.dismiss}
            onClick={() => conversation.happen({ kind: 'dismiss' })}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
      {slow && <p class="notice">{texts.slow}</p>}
      {trouble !== null && <p class="notice">{trouble}</p>}
    </div>
  );
}
