import { useRef, useState } from 'preact/hooks';
import { hasNoMicrophone, type ShownState } from '../talk/shown-state.ts';
import { EndDialog } from './end-dialog.tsx';
import { Icon } from './icon.tsx';
import type { Shown } from './shown.ts';

/** A frame of text holds some four times as much. */
const MOST_TYPED = 2_000;

export function Controls(shown: Shown & { state: ShownState }) {
  const { talk, texts, conversation } = shown;
  const [isEnding, setEnding] = useState(false);
  const hears = !hasNoMicrophone(talk);
  return (
    <footer class="controls">
      <TypeForm {...shown} />
      {hears && <HoldButton {...shown} />}
      <div class="buttons">
        {hears && (
          <>
            <Toggle
              testid="mute"
              pressed={talk.muted}
              icon={talk.muted ? 'muted' : 'microphone'}
              text={talk.muted ? texts.unmute : texts.mute}
              onClick={() => conversation.happen({ kind: 'mute', muted: !talk.muted })}
            />
            <Toggle
              testid="mode"
              pressed={!talk.handsFree}
              icon="press"
              text={texts.pushToTalk}
              onClick={() => conversation.happen({ kind: 'hands_free', on: !talk.handsFree })}
            />
          </>
        )}
        <Toggle
          testid="captions-toggle"
          pressed={talk.captions}
          icon="captions"
          text={texts.captions}
          onClick={() => conversation.happen({ kind: 'captions', on: !talk.captions })}
        />
        <button type="button" class="button button-end" data-testid="end" onClick={() => setEnding(true)}>
          <Icon name="close" />
          <span>{texts.end}</span>
        </button>
      </div>
      {hears && <p class="keys">{texts.keys}</p>}
      {isEnding && <EndDialog {...shown} onClose={() => setEnding(false)} />}
    </footer>
  );
}

interface ToggleProps {
  testid: string;
  pressed: boolean;
  icon: 'microphone' | 'muted' | 'press' | 'captions';
  text: string;
  onClick(): void;
}

function Toggle({ testid, pressed, icon, text, onClick }: ToggleProps) {
  return (
    <button type="button" class="button" data-testid={testid} aria-pressed={pressed} onClick={onClick}>
      <Icon name={icon} />
      <span>{text}</span>
    </button>
  );
}

/** With a finger, the mouse or, while it has the focus, a key; the space bar works from anywhere. */
function HoldButton({ talk, texts, conversation, state }: Shown & { state: ShownState }) {
  const isHeld = state === 'hearing';
  const press = (event: PointerEvent & { currentTarget: HTMLButtonElement }) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    conversation.press();
  };
  return (
    <div class="hold">
      <button
        type="button"
        class="button button-hold"
        data-testid="hold"
        disabled={talk.muted || talk.microphone !== 'on'}
        onPointerDown={press}
        onPointerUp={conversation.release}
        onPointerCancel={conversation.release}
        onContextMenu={(event) => event.preventDefault()}
      >
        <span class="meter" aria-hidden="true" />
        <span class="hold-text">{isHeld && !talk.handsFree ? texts.holding : texts.hold}</span>
      </button>
    </div>
  );
}

function TypeForm({ texts, conversation }: Shown) {
  const field = useRef<HTMLInputElement>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const { current } = field;
    if (current === null) return;
    conversation.happen({ kind: 'typed', text: current.value });
    current.value = '';
  };
  return (
    <form class="type" onSubmit={submit}>
      <input
        ref={field}
        class="type-field"
        data-testid="type"
        type="text"
        enterkeyhint="send"
        autocomplete="off"
        maxLength={MOST_TYPED}
        aria-label={texts.type}
        placeholder={texts.typePlaceholder}
      />
      <button type="submit" class="icon-button icon-button-main" aria-label={texts.send} data-testid="send">
        <Icon name="send" />
      </button>
    </form>
  );
}
