import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ATTACHMENT_OPTION } from '../command/attached.ts';
import { isAlreadyTyped, type Suggestion, suggest, withOption } from '../command/completion.ts';
import { localise } from '../command/localise.ts';
import { type FilledOption, parseLine, valuesOf } from '../command/parse.ts';
import type { Failure } from '../state/model.ts';
import { AttachedFiles } from './attached-files.tsx';
import { CompletionList, comboboxProps } from './completion-list.tsx';
import { ComposerProblem } from './composer-problem.tsx';
import { usePage } from './context.ts';
import { useFilesGiven, useTypedAnywhere } from './global-input.ts';
import { Icon } from './icons.tsx';
import { useComposerContext } from './line-context.ts';
import { OptionChips } from './option-chips.tsx';
import { useAttached } from './use-attached.ts';
import { useAutocomplete } from './use-autocomplete.ts';
import { useVoice } from './use-voice.ts';

/** A line that another part of the page puts into the composer; a new object each time. */
export interface Draft {
  line: string;
}

export function Composer({ draft }: { draft: Draft | null }) {
  const { session, state, texts, world } = usePage();
  const [failure, setFailure] = useState<Failure | null>(null);
  const files = useAttached(setFailure);
  const postVoice = useVoice(setFailure);
  const completing = useAutocomplete();
  const context = useComposerContext({ attached: files.attached, remote: completing.remote });
  const input = useRef<HTMLTextAreaElement>(null);
  const [line, setLine] = useState('');
  const [active, setActive] = useState(0);
  const [closed, setClosed] = useState(false);
  /** The line as a choice has left it: then no other is offered for the same option. */
  const [taken, setTaken] = useState('');
  const [attempted, setAttempted] = useState(false);
  const lastSent = useRef('');

  const parsed = useMemo(() => parseLine(line, context), [line, context]);
  useEffect(() => completing.follow(parsed));
  const suggestions = useMemo(
    () =>
      closed ? [] : suggest(line, parsed, context).filter(({ kind }) => kind !== 'choice' || line !== taken),
    [closed, taken, line, parsed, context],
  );
  const selected = suggestions[Math.min(active, suggestions.length - 1)];
  const selectedIndex = selected === undefined ? -1 : suggestions.indexOf(selected);

  function change(next: string): void {
    setLine(next);
    setActive(0);
    setClosed(false);
    setAttempted(false);
    setFailure(null);
  }

  /** Replaces the line from outside of the text box and goes to its end. */
  function put(next: string): void {
    change(next);
    const box = input.current;
    if (box === null) return;
    box.focus();
    // The value is the next rendering's; the end of it is where the caret belongs.
    queueMicrotask(() =>
      requestAnimationFrame(() => box.setSelectionRange(box.value.length, box.value.length)),
    );
  }

  useEffect(() => {
    if (draft !== null) put(draft.line);
  }, [draft]);

  useLayoutEffect(() => {
    const box = input.current;
    if (box === null) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [line]);

  useTypedAnywhere({ focus: () => input.current?.focus(), begin: () => put('/') });

  useFilesGiven((given) => {
    const [sound] = given;
    if (parsed.kind === 'empty' && given.length === 1 && sound?.type.startsWith('audio/')) {
      void postVoice(sound);
      return;
    }
    if (parsed.kind === 'command' && files.give(given, parsed.command.options ?? [])) return;
    const taker = context.commands.find(({ options }) =>
      options?.some(({ type }) => type === ATTACHMENT_OPTION),
    );
    if (taker === undefined) {
      setFailure({ reason: 'refused', status: 0, detail: texts.noFileHere });
      return;
    }
    const name = `/${localise(taker.name, taker.name_localizations, context.locale)}`;
    put(parsed.kind === 'plain' ? `${name} ${parsed.text}` : `${name} `);
    files.give(given, taker.options ?? []);
  });

  async function submit(): Promise<void> {
    if (parsed.kind === 'empty') return;
    if (parsed.kind === 'plain' && attempted && chatLine !== null) {
      const asChat = parseLine(chatLine, context);
      if (asChat.kind === 'command') return send(asChat, chatLine);
    }
    if (parsed.kind === 'command') {
      await send(parsed, line);
      return;
    }
    setAttempted(true);
  }

  async function send(command: Extract<typeof parsed, { kind: 'command' }>, text: string): Promise<void> {
    const values = valuesOf(command.options);
    if (values === null || command.surplus !== '' || context.locked(command.command)) {
      // As it was typed, with the space behind a name: what is missing is typed next.
      change(text);
      setAttempted(true);
      return;
    }
    lastSent.current = text.trim();
    const given = { ...files.attached };
    change('');
    files.clear();
    const outcome = await session.invoke(command.command.name, values, text.trim());
    if (outcome.ok) return;
    setFailure(outcome.failure);
    // Nothing was sent, so the words are given back, unless others have been typed since.
    setLine((current) => (current === '' ? text : current));
    files.restore(given);
    setClosed(true);
  }

  async function post(): Promise<void> {
    if (parsed.kind !== 'plain') return;
    const { text } = parsed;
    change('');
    input.current?.focus();
    const refusal = await session.postMessage(text);
    if (refusal === null) return;
    setFailure(refusal);
    setLine((current) => (current === '' ? text : current));
  }

  function accept(suggestion: Suggestion): void {
    put(suggestion.line);
    if (suggestion.kind === 'choice') setTaken(suggestion.line);
  }

  function chooseOption({ option, present }: FilledOption): void {
    if (option.type === ATTACHMENT_OPTION) {
      files.pick(option);
      return;
    }
    put(present ? line : withOption(line, option, context.locale));
  }

  function onKeyDown(event: KeyboardEvent): void {
    // Enter that ends a Korean syllable is the input method's; some browsers say so only by this old code.
    if (event.isComposing || event.keyCode === 229) return;
    const listed = suggestions.length;
    if (listed > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((selectedIndex + step + listed) % listed);
    } else if (event.key === 'ArrowUp' && line === '' && lastSent.current !== '') {
      event.preventDefault();
      put(lastSent.current);
    } else if (event.key === 'Tab' && !event.shiftKey && selected !== undefined) {
      event.preventDefault();
      accept(selected);
    } else if (event.key === 'Escape' && listed > 0) {
      event.preventDefault();
      setClosed(true);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      if (selected !== undefined && wantsCompletion(selected)) accept(selected);
      else void submit();
    }
  }

  /** Enter completes a name or choice that is half typed; it sends a line that is complete as it stands. */
  function wantsCompletion(suggestion: Suggestion): boolean {
    if (active === 0 && suggestions.some((each) => isAlreadyTyped(each, line))) {
      return parsed.kind === 'command' && !/\s/.test(line.trim()) && valuesOf(parsed.options) === null;
    }
    if (suggestion.kind === 'option') return active > 0;
    return true;
  }

  const chat = context.commands.find(({ name }) => name === 'chat');
  const chatLine =
    parsed.kind === 'plain' && chat !== undefined
      ? `/${localise(chat.name, chat.name_localizations, context.locale)} ${parsed.text}`
      : null;
  const channel = world.channels.find(({ id }) => id === state.channelId);
  const channelName = channel?.guildId == null ? world.application.name : `#${channel.name}`;

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <CompletionList
        suggestions={suggestions}
        active={selectedIndex}
        locked={context.locked}
        onPoint={setActive}
        onAccept={accept}
      />
      <ComposerProblem
        parsed={parsed}
        locked={parsed.kind === 'command' && context.locked(parsed.command)}
        attempted={attempted}
        failure={failure}
        chatLine={chatLine}
        onSendAsChat={() => void submit()}
        onPost={() => void post()}
      />
      <p class="composer-hint" role="status">
        {completing.failed && texts.autocompleteFailed}
      </p>
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
            ref={input}
            data-testid="composer-input"
            rows={1}
            value={line}
            placeholder={texts.placeholder(channelName)}
            aria-label={texts.composer(channelName)}
            {...comboboxProps(selectedIndex)}
            aria-describedby="composer-problem"
            autoComplete="off"
            spellcheck={false}
            onInput={({ currentTarget }) => change(currentTarget.value)}
            onKeyDown={onKeyDown}
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
    </form>
  );
}
