import type { ActionRowView, ButtonView } from '../../component-views.ts';
import type { Snowflake } from '../../protocol.ts';
import { pressKey } from '../state/model.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

const STYLES = ['secondary', 'primary', 'secondary', 'success', 'danger', 'link'] as const;

/** A message's rows of buttons. While one is on its way, its neighbours wait. */
export function ActionRows({ messageId, rows }: { messageId: Snowflake; rows: readonly ActionRowView[] }) {
  const { state, texts } = usePage();
  const busy = rows.some((row) =>
    row.components.some(
      ({ custom_id }) =>
        custom_id !== undefined && state.presses.has(pressKey({ messageId, customId: custom_id })),
    ),
  );
  return (
    <div class="action-rows">
      {rows.map((row, index) => (
        <div class="action-row" key={index}>
          {row.components.map((component) =>
            component.type === 2 ? (
              <MessageButton
                key={component.custom_id ?? component.url ?? ''}
                messageId={messageId}
                button={component}
                busy={busy}
              />
            ) : null,
          )}
        </div>
      ))}
      {state.pressFailures.has(messageId) && (
        <p class="inline-error" role="alert">
          <Icon name="warning" size={14} /> {texts.pressFailed}
        </p>
      )}
    </div>
  );
}

function MessageButton({
  messageId,
  button,
  busy,
}: {
  messageId: Snowflake;
  button: ButtonView;
  busy: boolean;
}) {
  const { session, state } = usePage();
  const style = STYLES[button.style] ?? 'secondary';
  const face = (
    <span class="button-face">
      {button.emoji !== undefined && <span aria-hidden="true">{button.emoji.name}</span>}
      {button.label}
    </span>
  );
  if (button.url !== undefined && /^https?:\/\//i.test(button.url)) {
    return (
      <a class="button button-link" href={button.url} target="_blank" rel="noopener noreferrer nofollow">
        {face}
        <Icon name="open" size={14} />
      </a>
    );
  }
  const customId = button.custom_id ?? '';
  const pending = state.presses.has(pressKey({ messageId, customId }));
  return (
    <button
      type="button"
      class={`button button-${style}`}
      data-testid={`button-${customId}`}
      disabled={button.disabled === true || customId === '' || (busy && !pending)}
      aria-busy={pending}
      onClick={() => void session.press(messageId, customId)}
    >
      {face}
      {pending && <Dots />}
    </button>
  );
}

/** Three dots that take turns; still ones for who asked for less motion. */
export function Dots() {
  return (
    <span class="dots" aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
