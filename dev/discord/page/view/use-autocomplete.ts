import { useEffect, useRef, useState } from 'preact/hooks';
import type { ParsedLine } from '../command/parse.ts';
import { type Remote, remoteKey, toChoices, withShown } from '../command/remote.ts';
import { usePage } from './context.ts';

/** A pause in typing after which the bot is asked, in milliseconds. */
const PAUSE_MS = 150;

/** Asks the bot for choices while an option that completes itself is typed. */
export function useAutocomplete(): {
  remote: Remote;
  failed: boolean;
  /** To be called with each line, as it was read. */
  follow(parsed: ParsedLine): void;
} {
  const { session, state, locale } = usePage();
  const [remote, setRemote] = useState<Remote>({});
  const [failed, setFailed] = useState(false);
  const [question, setQuestion] = useState<ReturnType<typeof questionOf>>(null);
  const latest = useRef('');

  useEffect(() => {
    latest.current = question?.key ?? '';
    setFailed(false);
    if (question === null) return;
    const timer = setTimeout(async () => {
      const answer = await session.autocomplete(question.name, question.options, question.option.name);
      // An answer to what was typed before says nothing of what stands there now.
      if (latest.current !== question.key) return;
      setFailed(answer === null);
      const shown = toChoices(answer ?? [], locale);
      setRemote((known) => withShown(known, question.choicesKey, { shown, shownFor: question.written }));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [question?.key, state.channelId, state.preferences.userId]);

  return {
    remote,
    failed,
    follow(parsed) {
      const next = questionOf(parsed);
      if (next?.key !== question?.key) setQuestion(next);
    },
  };
}

function questionOf(parsed: ParsedLine) {
  if (parsed.kind !== 'command' || parsed.nameOnly || parsed.active?.autocomplete !== true) return null;
  const { active, command } = parsed;
  const options = Object.fromEntries(
    parsed.options.flatMap(({ option, value, written }): [string, string | number | boolean][] => {
      if (option === active) return [[option.name, written.trim()]];
      return value === null ? [] : [[option.name, value]];
    }),
  );
  return {
    key: JSON.stringify([command.name, active.name, options]),
    name: command.name,
    option: active,
    options,
    choicesKey: remoteKey(command, active),
    written: String(options[active.name] ?? ''),
  };
}
