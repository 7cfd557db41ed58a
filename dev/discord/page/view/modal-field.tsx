import type { FileUploadView, GroupOptionView, ModalFieldView } from '../../component-views.ts';
import { choicesOf } from '../modal/choices.ts';
import type { FieldValue } from '../modal/values.ts';
import { usePage } from './context.ts';
import { FileField } from './file-field.tsx';
import { ChoiceText, SelectField } from './select-field.tsx';

interface FieldProps {
  id: string;
  field: ModalFieldView;
  value: FieldValue;
  /** Elements that say more: the description, the problem. */
  describedBy: string;
  invalid: boolean;
  onChange(value: FieldValue): void;
  /** A file is being uploaded until then. */
  onUpload(work: Promise<void>): void;
}

export function ModalField({ id, field, value, describedBy, invalid, onChange, onUpload }: FieldProps) {
  const { world, state, texts } = usePage();
  const guildId = world.channels.find((channel) => channel.id === state.channelId)?.guildId ?? null;
  const values = Array.isArray(value) ? (value as string[]) : [];
  const common = { id, 'aria-describedby': describedBy, 'aria-invalid': invalid };
  switch (field.type) {
    case 4: {
      const shared = {
        ...common,
        value: String(value),
        placeholder: field.placeholder,
        required: field.required,
        maxLength: field.max_length,
        'data-testid': `field-${field.custom_id}`,
      };
      return field.style === 2 ? (
        <textarea {...shared} rows={4} onInput={({ currentTarget }) => onChange(currentTarget.value)} />
      ) : (
        <input {...shared} type="text" onInput={({ currentTarget }) => onChange(currentTarget.value)} />
      );
    }
    case 19:
      return (
        <FileField
          {...common}
          field={field as FileUploadView}
          values={values}
          onChange={onChange}
          onUpload={onUpload}
        />
      );
    case 21:
      return (
        <Group
          {...common}
          type="radio"
          name={field.custom_id}
          options={field.options}
          chosen={[String(value)]}
          onToggle={onChange}
        />
      );
    case 22:
      return (
        <Group
          {...common}
          type="checkbox"
          name={field.custom_id}
          options={field.options}
          chosen={values}
          onToggle={(toggled) =>
            onChange(
              values.includes(toggled) ? values.filter((one) => one !== toggled) : [...values, toggled],
            )
          }
        />
      );
    case 23:
      return (
        <label class="choice">
          <input
            {...common}
            type="checkbox"
            checked={value === true}
            onChange={({ currentTarget }) => onChange(currentTarget.checked)}
          />
          <ChoiceText label={texts.yes} />
        </label>
      );
    default:
      return (
        <SelectField
          id={id}
          select={field}
          choices={choicesOf(field, world, guildId)}
          values={values}
          describedBy={describedBy}
          onChange={onChange}
        />
      );
  }
}

function Group({
  type,
  name,
  options,
  chosen,
  onToggle,
  ...common
}: {
  type: 'radio' | 'checkbox';
  id: string;
  name: string;
  options: readonly GroupOptionView[];
  chosen: readonly string[];
  onToggle(value: string): void;
}) {
  return (
    <fieldset class="choice-list" {...common} aria-labelledby={`${common.id}-label`}>
      {options.map((option) => (
        <label key={option.value} class="choice">
          <input
            type={type}
            name={name}
            value={option.value}
            checked={chosen.includes(option.value)}
            onChange={() => onToggle(option.value)}
          />
          <ChoiceText label={option.label} description={option.description} />
        </label>
      ))}
    </fieldset>
  );
}
