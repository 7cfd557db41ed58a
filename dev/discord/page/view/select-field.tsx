import type { SelectView } from '../../component-views.ts';
import type { SelectChoice } from '../modal/choices.ts';
import { usePage } from './context.ts';

/** A select: one value as the browser's own list, several as boxes to tick. */
export function SelectField({
  id,
  select,
  choices,
  values,
  disabled = false,
  describedBy,
  label,
  onKeyDown,
  onChange,
}: {
  id: string;
  select: SelectView;
  choices: readonly SelectChoice[];
  values: readonly string[];
  disabled?: boolean;
  describedBy?: string | undefined;
  /** When no label element names it. */
  label?: string | undefined;
  onKeyDown?(event: KeyboardEvent): void;
  onChange(values: string[]): void;
}) {
  const { texts } = usePage();
  if (select.max_values > 1) {
    return (
      <fieldset
        class="choice-list"
        id={id}
        disabled={disabled}
        aria-describedby={describedBy}
        aria-label={label}
      >
        {choices.map((choice) => (
          <label key={choice.value} class="choice">
            <input
              type="checkbox"
              checked={values.includes(choice.value)}
              onChange={({ currentTarget }) =>
                onChange(
                  currentTarget.checked
                    ? [...values, choice.value]
                    : values.filter((value) => value !== choice.value),
                )
              }
            />
            <ChoiceText {...choice} />
          </label>
        ))}
      </fieldset>
    );
  }
  return (
    <select
      id={id}
      class="select-box"
      value={values[0] ?? ''}
      disabled={disabled}
      aria-label={label}
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? [] : [currentTarget.value])}
    >
      <option value="">{select.placeholder ?? texts.choose}</option>
      {choices.map(({ value, label: name, description }) => (
        <option key={value} value={value}>
          {description === undefined ? name : `${name} — ${description}`}
        </option>
      ))}
    </select>
  );
}

export function ChoiceText({ label, description }: { label: string; description?: string | undefined }) {
  return (
    <span class="choice-text">
      {label}
      {description !== undefined && <small>{description}</small>}
    </span>
  );
}
