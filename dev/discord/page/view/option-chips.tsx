import { localise } from '../command/localise.ts';
import type { FilledOption, ParsedLine } from '../command/parse.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

type CommandLine = Extract<ParsedLine, { kind: 'command' }>;

/** The command that a line has become, with one chip for each of its options. */
export function OptionChips({
  parsed,
  onChoose,
}: {
  parsed: CommandLine;
  onChoose(option: FilledOption): void;
}) {
  const { locale } = usePage();
  const { command, options, active } = parsed;
  return (
    <div class="chips" data-testid="option-chips">
      <span class="chip chip-command">/{localise(command.name, command.name_localizations, locale)}</span>
      {options.map((filled) => (
        <OptionChip
          key={filled.option.name}
          filled={filled}
          active={filled.option === active}
          onChoose={() => onChoose(filled)}
        />
      ))}
      <ActiveDescription parsed={parsed} />
    </div>
  );
}

function OptionChip({
  filled,
  active,
  onChoose,
}: {
  filled: FilledOption;
  active: boolean;
  onChoose(): void;
}) {
  const { locale, texts } = usePage();
  const { option, present, problem, written } = filled;
  const status =
    present && problem === null ? 'valid' : present && written.trim() !== '' ? 'invalid' : 'open';
  const text = written.trim();
  return (
    <button
      type="button"
      class={`chip chip-${status} ${active ? 'chip-active' : ''}`}
      data-testid={`option-${option.name}`}
      data-status={status}
      title={localise(option.description, option.description_localizations, locale)}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      {status === 'valid' && <Icon name="check" size={12} />}
      {status === 'invalid' && <Icon name="warning" size={12} />}
      <b>{localise(option.name, option.name_localizations, locale)}</b>
      {text === '' ? (
        <small>{option.required === true ? texts.required : texts.optional}</small>
      ) : (
        <span class="chip-value">{text}</span>
      )}
    </button>
  );
}

function ActiveDescription({ parsed: { active, command } }: { parsed: CommandLine }) {
  const { locale } = usePage();
  const described = active ?? command;
  const range = active === null ? '' : rangeOf(active);
  return (
    <span class="chip-description">
      {localise(described.description, described.description_localizations, locale)}
      {range !== '' && ` (${range})`}
    </span>
  );
}

/** `1–3600`, `≤ 6000`, or nothing. */
function rangeOf(option: FilledOption['option']): string {
  const min = option.min_value;
  const max = option.max_value;
  if (min !== undefined && max !== undefined) return `${min}–${max}`;
  if (min !== undefined) return `≥ ${min}`;
  return max === undefined ? '' : `≤ ${max}`;
}
