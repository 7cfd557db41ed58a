import { useEffect, useState } from 'preact/hooks';
import type { Failure } from '../state/model.ts';
import { CompletionList } from './completion-list.tsx';
import { ComposerBox } from './composer-box.tsx';
import { ComposerProblem } from './composer-problem.tsx';
import { usePage } from './context.ts';
import { useTypedAnywhere } from './global-input.ts';
import { useComposerContext } from './line-context.ts';
import { useAttached } from './use-attached.ts';
import { useAutocomplete } from './use-autocomplete.ts';
import { useGivenFiles } from './use-given-files.ts';
import { useLine } from './use-line.ts';
import { useSending } from './use-sending.ts';

/** A line that another part of the page puts into the composer; a new object each time. */
export interface Draft {
  line: string;
}

export function Composer({ draft }: { draft: Draft | null }) {
  const { texts } = usePage();
  const [failure, setFailure] = useState<Failure | null>(null);
  const files = useAttached(setFailure);
  const completing = useAutocomplete();
  const context = useComposerContext({ attached: files.attached, remote: completing.remote });
  const typed = useLine(context, () => setFailure(null));
  const { parsed } = typed;
  const sending = useSending(typed, files, context, setFailure);
  const { chatLine, submit, post } = sending;

  useEffect(() => completing.follow(parsed));
  useEffect(() => {
    if (draft !== null) typed.put(draft.line);
  }, [draft]);
  useTypedAnywhere({ focus: () => typed.input.current?.focus(), begin: () => typed.put('/') });
  useGivenFiles(typed, files, context, setFailure);

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <CompletionList
        suggestions={typed.suggestions}
        active={typed.selectedIndex}
        locked={context.locked}
        onPoint={typed.point}
        onAccept={typed.accept}
      />
      <ComposerProblem
        parsed={parsed}
        locked={parsed.kind === 'command' && context.locked(parsed.command)}
        attempted={typed.attempted}
        failure={failure}
        chatLine={chatLine}
        onSendAsChat={() => void submit()}
        onPost={() => void post()}
      />
      <p class="composer-hint" role="status">
        {completing.failed && texts.autocompleteFailed}
      </p>
      <ComposerBox typed={typed} files={files} sending={sending} />
    </form>
  );
}
