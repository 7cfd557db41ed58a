import type { RegisteredCommand } from '../../protocol.ts';
import type { Suggestion } from '../command/completion.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

const COMPLETION_LIST_ID = 'completion-list';

function completionItemId(index: number): string {
  return `${COMPLETION_LIST_ID}-${index}`;
}

/**
 * For the text box that the list belongs to. HTML's table of roles knows no combobox of several lines, yet only that role tells
 * that a list is open.
 */
export function comboboxProps(selectedIndex: number): object {
  const open = selectedIndex >= 0;
  return {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-expanded': open,
    'aria-controls': open ? COMPLETION_LIST_ID : undefined,
    'aria-activedescendant': open ? completionItemId(selectedIndex) : undefined,
  };
}

export function CompletionList({
  suggestions,
  active,
  locked,
  onPoint,
  onAccept,
}: {
  suggestions: readonly Suggestion[];
  active: number;
  locked(command: RegisteredCommand): boolean;
  onPoint(index: number): void;
  onAccept(suggestion: Suggestion): void;
}) {
  const { texts } = usePage();
  const [first] = suggestions;
  if (first === undefined) return null;
  const title =
    first.kind === 'command'
      ? texts.commandsTitle
      : first.kind === 'choice'
        ? texts.choicesTitle
        : texts.optionsTitle;
  return (
    <div class="completion">
      <p class="eyebrow completion-title">
        {title} <kbd>{texts.keysHint}</kbd>
      </p>
      <div id={COMPLETION_LIST_ID} role="listbox" aria-label={title} data-testid="completion-list">
        {suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the composer keeps the focus and its keys move along this list.
          <div
            key={`${suggestion.kind} ${suggestion.key}`}
            id={completionItemId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            data-testid={`completion-item-${suggestion.key}`}
            ref={index === active ? scrollIntoView : null}
            onPointerMove={() => onPoint(index)}
            // The press must not take the focus away from the composer.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onAccept(suggestion)}
          >
            <SuggestionRow
              suggestion={suggestion}
              locked={suggestion.kind === 'command' && locked(suggestion.command)}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

function SuggestionRow({ suggestion, locked }: { suggestion: Suggestion; locked: boolean }) {
  const { texts } = usePage();
  switch (suggestion.kind) {
    case 'command':
      return (
        <>
          <span class="completion-icon">
            <Icon name="slash" size={16} />
          </span>
          <span class="completion-text">
            <span class="completion-name">
              <b>/{suggestion.title}</b>
              {suggestion.alias !== null && <small class="alias">/{suggestion.alias}</small>}
              {suggestion.command.options?.map(({ name, required }) => (
                <span class="option-hint" key={name}>
                  {suggestion.optionNames[name] ?? name}
                  {required === true ? '' : '?'}
                </span>
              ))}
            </span>
            <small>{suggestion.detail}</small>
          </span>
          {locked && (
            <small class="locked">
              <Icon name="lock" size={13} /> {texts.needsModerator}
            </small>
          )}
        </>
      );
    case 'option':
      return (
        <span class="completion-text">
          <span class="completion-name">
            <b>{suggestion.title}</b>
            <small class="alias">{suggestion.required ? texts.required : texts.optional}</small>
          </span>
          <small>{suggestion.detail}</small>
        </span>
      );
    case 'choice':
      return <b>{suggestion.title}</b>;
  }
}

function scrollIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
