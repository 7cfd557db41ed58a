import { useRef } from 'preact/hooks';
import { localise } from '../command/localise.ts';
import { type ParsedLine, parseLine, valuesOf } from '../command/parse.ts';
import type { Failure } from '../state/model.ts';
import { usePage } from './context.ts';
import type { ComposerContext } from './line-context.ts';
import type { useAttached } from './use-attached.ts';
import type { Line } from './use-line.ts';

type Command = Extract<ParsedLine, { kind: 'command' }>;

/** Sends what is typed: as a command, or as an ordinary message. */
export function useSending(
  typed: Line,
  files: ReturnType<typeof useAttached>,
  context: ComposerContext,
  onFailure: (failure: Failure) => void,
) {
  const { session } = usePage();
  const { line, parsed } = typed;
  const lastSent = useRef('');

  const chat = context.commands.find(({ name }) => name === 'chat');
  const chatLine =
    parsed.kind === 'plain' && chat !== undefined
      ? `/${localise(chat.name, chat.name_localizations, context.locale)} ${parsed.text}`
      : null;

  async function send(command: Command, text: string): Promise<void> {
    const values = valuesOf(command.options);
    if (values === null || command.surplus !== '' || context.locked(command.command)) {
      // As it was typed, with the space behind a name: what is missing is typed next.
      typed.change(text);
      typed.attempt();
      return;
    }
    lastSent.current = text.trim();
    const given = { ...files.attached };
    typed.change('');
    files.clear();
    const outcome = await session.invoke(command.command.name, values, text.trim());
    if (outcome.ok) return;
    onFailure(outcome.failure);
    typed.giveBack(text);
    files.restore(given);
    typed.closeSuggestions();
  }

  return {
    lastSent,
    /** The plain text as a `/chat` command, when there is one. */
    chatLine,
    async submit(): Promise<void> {
      if (parsed.kind === 'empty') return;
      if (parsed.kind === 'plain' && typed.attempted && chatLine !== null) {
        const asChat = parseLine(chatLine, context);
        if (asChat.kind === 'command') return send(asChat, chatLine);
      }
      if (parsed.kind === 'command') {
        await send(parsed, line);
        return;
      }
      typed.attempt();
    },
    /** Writes the text as an ordinary message. */
    async post(): Promise<void> {
      if (parsed.kind !== 'plain') return;
      const { text } = parsed;
      typed.change('');
      typed.input.current?.focus();
      const refusal = await session.postMessage(text);
      if (refusal === null) return;
      onFailure(refusal);
      typed.giveBack(text);
    },
  };
}

export type Sending = ReturnType<typeof useSending>;
