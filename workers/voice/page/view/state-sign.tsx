import type { MicrophoneState } from '../talk/model.ts';
import { hasNoMicrophone, type ShownState } from '../talk/shown-state.ts';
import { Icon, type IconName } from './icon.tsx';
import type { Shown } from './shown.ts';

const ICONS: Record<ShownState, IconName> = {
  admitting: 'dots',
  link_used: 'link',
  unreachable: 'cloud',
  ready: 'microphone',
  connecting: 'dots',
  reconnecting: 'cloud',
  asking: 'microphone',
  no_microphone: 'muted',
  muted: 'muted',
  listening: 'microphone',
  hearing: 'microphone',
  thinking: 'dots',
  speaking: 'wave',
  ending: 'dots',
  ended: 'check',
};

/** The one thing to be seen from across the room: what Libra does now. */
export function StateSign({ talk, texts, conversation, state }: Shown & { state: ShownState }) {
  return (
    <section class="state">
      <div class="orb" aria-hidden="true">
        <span class="orb-ring" />
        <span class="orb-face">
          <Icon name={ICONS[state]} size={56} />
        </span>
      </div>
      <div role="status" class="state-text">
        <p class="state-name" data-testid="state">
          {texts.states[state]}
        </p>
        <p class="state-hint" data-testid="hint">
          {hintOf({ talk, texts, conversation }, state)}
        </p>
      </div>
      {state === 'ready' && (
        <Wide onClick={() => conversation.happen({ kind: 'begin' })} testid="begin" text={texts.begin} />
      )}
      {state === 'unreachable' && (
        <Wide onClick={() => conversation.happen({ kind: 'retry' })} testid="retry" text={texts.retry} />
      )}
      {state === 'no_microphone' && (
        <Wide onClick={conversation.tryMicrophone} testid="try-microphone" text={texts.tryMicrophone} />
      )}
    </section>
  );
}

function Wide({ onClick, testid, text }: { onClick(): void; testid: string; text: string }) {
  return (
    <button type="button" class="button button-main" data-testid={testid} onClick={onClick}>
      {text}
    </button>
  );
}

function hintOf({ talk, texts }: Shown, state: ShownState): string {
  const { ended, microphone, handsFree, muted } = talk;
  switch (state) {
    case 'ended':
      return ended === null ? '' : ended.text || texts.ends[ended.reason];
    case 'no_microphone':
      return isProblem(microphone) ? texts.microphoneProblems[microphone] : '';
    case 'listening':
    case 'speaking':
      if (hasNoMicrophone(talk)) return '';
      if (muted) return texts.hints.muted;
      return handsFree ? texts.hints[state] : texts.pushHint;
    default:
      return texts.hints[state];
  }
}

function isProblem(state: MicrophoneState): state is Exclude<MicrophoneState, 'off' | 'asking' | 'on'> {
  return state !== 'off' && state !== 'asking' && state !== 'on';
}
