import type { ActionRowView, ButtonView } from '../../component-views.ts';
import type { MessageView, Snowflake } from '../../protocol.ts';
import { interactiveParts } from '../../rules/components/find.ts';
import { languageOf } from '../locale/language.ts';
import { pressKey } from '../state/model.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import { MessageSelect } from './message-select.tsx';

const STYLES = ['secondary', 'primary', 'secondary', 'success', 'danger', 'link'] as const;

/** True while a button or select of the message is on its way: its neighbours wait. */
export function useBusy(message: Pick<MessageView, 'id' | 'components' | 'layout'>): boolean {
  const { state } = usePage();
  return interactiveParts(message).some(
    ({ custom_id }) =>
      custom_id !== undefined && state.presses.has(pressKey({ messageId: message.id, customId: custom_id })),
  );
}

/** A message's rows of buttons and selects. */
export function ActionRows({
  messageId,
  rows,
  busy,
}: {
  messageId: Snowflake;
  rows: readonly ActionRowView[];
  busy: boolean;
}) {
  return (
    <div class="action-rows">
      {rows.map((row, index) => (
        <ActionRow key={index} messageId={messageId} row={row} busy={busy} />
      ))}
    </div>
  );
}

export function ActionRow({
  messageId,
  row,
  busy,
}: {
  messageId: Snowflake;
  row: ActionRowView;
  busy: boolean;
}) {
  return (
    <div class="action-row">
      {row.components.map((component) =>
        component.type === 2 ? (
          <MessageButton
            key={component.custom_id ?? component.url ?? ''}
            messageId={messageId}
            button={component}
            busy={busy}
          />
        ) : (
          <MessageSelect key={component.custom_id} messageId={messageId} select={component} busy={busy} />
        ),
      )}
    </div>
  );
}

/** That the last press came to nothing. */
export function PressFailure({ messageId }: { messageId: Snowflake }) {
  const { state, texts } = usePage();
  if (!state.pressFailures.has(messageId)) return null;
  return (
    <p class="inline-error" role="alert">
      <Icon name="warning" size={14} /> {texts.pressFailed}
    </p>
  );
}

export function MessageButton({
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
    <span class="button-face" lang={languageOf(button.label ?? '')}>
      {button.emoji !== undefined && (
        // The name of a button that has no other.
        <span aria-hidden={button.label === undefined ? undefined : 'true'}>{button.emoji.name}</span>
      )}
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
