import { ATTACHMENT_OPTION } from '../command/attached.ts';
import { withOption } from '../command/completion.ts';
import type { FilledOption } from '../command/parse.ts';
import { AttachedFiles } from './attached-files.tsx';
import { comboboxProps } from './completion-list.tsx';
import { onComposerKey } from './composer-keys.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import { OptionChips } from './option-chips.tsx';
import type { useAttached } from './use-attached.ts';
import type { Line } from './use-line.ts';
import type { Sending } from './use-sending.ts';

/** The box in which a line is typed, with the options and the files of a command above it. */
export function ComposerBox({
  typed,
  files,
  sending,
}: {
  typed: Line;
  files: ReturnType<typeof useAttached>;
  sending: Sending;
}) {
  const { state, texts, world, locale } = usePage();
  const { line, parsed } = typed;
  const channel = world.channels.find(({ id }) => id === state.channelId);
  const channelName = channel?.guildId == null ? world.application.name : `#${channel.name}`;

  function chooseOption({ option, present }: FilledOption): void {
    if (option.type === ATTACHMENT_OPTION) {
      files.pick(option);
      return;
    }
    typed.put(present ? line : withOption(line, option, locale));
  }

  return (
    <div class="composer-box">
      {parsed.kind === 'command' && <OptionChips parsed={parsed} onChoose={chooseOption} />}
      {parsed.kind === 'command' && (
        <AttachedFiles
          options={parsed.command.options ?? []}
          attached={files.attached}
          onPick={files.pick}
          onRemove={files.remove}
        />
      )}
      <input
        type="file"
        class="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="composer-file"
        ref={files.picker}
        onChange={({ currentTarget }) => {
          files.onPicked(currentTarget.files?.[0]);
          currentTarget.value = '';
        }}
      />
      <div class="composer-line">
        <textarea
          ref={typed.input}
          data-testid="composer-input"
          rows={1}
          value={line}
          placeholder={texts.placeholder(channelName)}
          aria-label={texts.composer(channelName)}
          {...comboboxProps(typed.selectedIndex)}
          aria-describedby="composer-problem"
          autoComplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => typed.change(currentTarget.value)}
          onKeyDown={(event) => onComposerKey(event, typed, sending)}
        />
        <button
          type="submit"
          class="icon-button send-button"
          data-testid="composer-send"
          aria-label={texts.send}
          disabled={parsed.kind === 'empty'}
        >
          <Icon name="send" />
        </button>
      </div>
    </div>
  );
}
