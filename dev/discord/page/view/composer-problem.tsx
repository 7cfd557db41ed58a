import { localise } from '../command/localise.ts';
import type { ParsedLine } from '../command/parse.ts';
import type { Failure } from '../state/model.ts';
import { usePage } from './context.ts';
import { describeFailure } from './failure.ts';
import { Icon } from './icons.tsx';

/** What keeps the line from being sent, right above it. What is only unfinished is told once Enter was pressed. */
export function ComposerProblem({
  parsed,
  locked,
  attempted,
  failure,
  chatLine,
  onSendAsChat,
  onPost,
}: {
  parsed: ParsedLine;
  /** The command asks for a permission that the present user lacks. */
  locked: boolean;
  attempted: boolean;
  failure: Failure | null;
  /** The plain text as a `/chat` command, when there is one. */
  chatLine: string | null;
  onSendAsChat(): void;
  /** Writes the text as an ordinary message. */
  onPost(): void;
}) {
  const { texts, world } = usePage();
  const problem = useProblem(parsed, locked, attempted, failure);
  const isHint = attempted && parsed.kind === 'plain';
  return (
    <div id="composer-problem" class="composer-problem" role="alert">
      {problem !== null && (
        <p class="inline-error" data-testid="composer-error">
          <Icon name="warning" size={16} /> {problem}
        </p>
      )}
      {isHint && (
        <div class="composer-hint" data-testid="composer-hint">
          <p>{texts.slashOnly(world.application.name)}</p>
          <p class="hint-actions">
            {chatLine !== null && (
              <span>
                <button type="button" class="link-button" data-testid="send-as-chat" onClick={onSendAsChat}>
                  {texts.slashOnlyAction(shorten(chatLine))}
                </button>{' '}
                <small class="for-keys">{texts.slashOnlyAgain}</small>
              </span>
            )}
            <button type="button" class="link-button" data-testid="post-plain" onClick={onPost}>
              {texts.postPlain}
            </button>
          </p>
        </div>
      )}
    </div>
  );
}

function useProblem(
  parsed: ParsedLine,
  locked: boolean,
  attempted: boolean,
  failure: Failure | null,
): string | null {
  const { texts, locale } = usePage();
  if (failure !== null) return describeFailure(failure, texts);
  if (parsed.kind === 'unknown') return texts.unknownCommand(parsed.name);
  if (parsed.kind === 'naming') return attempted ? texts.unknownCommand(parsed.query) : null;
  if (parsed.kind !== 'command') return null;
  if (locked) return texts.notAllowed;
  const wrong = parsed.options.find(({ problem, option }) => {
    if (problem === null) return false;
    const unfinished =
      problem.code === 'missing' || (problem.code === 'unknown-choice' && option === parsed.active);
    return attempted || !unfinished;
  });
  if (wrong?.problem != null) {
    const { option, problem } = wrong;
    return texts.problem(localise(option.name, option.name_localizations, locale), problem);
  }
  return parsed.surplus === '' ? null : texts.surplus(shorten(parsed.surplus));
}

function shorten(text: string): string {
  const chars = [...text];
  return chars.length <= 40 ? text : `${chars.slice(0, 39).join('')}…`;
}
