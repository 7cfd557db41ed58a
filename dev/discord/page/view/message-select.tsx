import { useState } from 'preact/hooks';
import type { SelectView } from '../../component-views.ts';
import type { Snowflake } from '../../protocol.ts';
import { choicesOf } from '../modal/choices.ts';
import { initialValue } from '../modal/values.ts';
import { pressKey } from '../state/model.ts';
import { usePage } from './context.ts';
import { SelectField } from './select-field.tsx';

/** A select of a message: one value is sent as it is chosen, several with a button. */
export function MessageSelect({
  messageId,
  select,
  busy,
}: {
  messageId: Snowflake;
  select: SelectView;
  busy: boolean;
}) {
  const { session, state, world, texts } = usePage();
  const [values, setValues] = useState<readonly string[]>(() => initialValue(select) as string[]);
  const guildId = world.channels.find(({ id }) => id === state.channelId)?.guildId ?? null;
  const pending = state.presses.has(pressKey({ messageId, customId: select.custom_id }));
  const several = select.max_values > 1;
  const choose = (chosen: readonly string[]) => void session.press(messageId, select.custom_id, [...chosen]);
  const fits = values.length >= select.min_values && values.length <= select.max_values;
  return (
    <div class="message-select" data-testid={`select-${select.custom_id}`} aria-busy={pending}>
      <SelectField
        id={`select-${messageId}-${select.custom_id}`}
        select={select}
        choices={choicesOf(select, world, guildId)}
        values={values}
        disabled={select.disabled === true || busy}
        label={select.placeholder ?? texts.choose}
        onKeyDown={openByKey}
        onChange={(chosen) => {
          setValues(chosen);
          if (!several && chosen.length >= select.min_values) choose(chosen);
        }}
      />
      {several && (
        <button
          type="button"
          class="button button-secondary"
          disabled={!fits || busy || select.disabled === true}
          onClick={() => choose(values)}
        >
          {texts.applyChoice}
        </button>
      )}
    </div>
  );
}

/** In a closed list an arrow or a letter chooses, and a choice is sent at once: such a key opens the list instead. */
function openByKey(event: KeyboardEvent): void {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLSelectElement)) return;
  if (!/^(?:Arrow\w+|Home|End|Page\w+|[^ ])$/u.test(key)) return;
  event.preventDefault();
  target.showPicker();
}
