import { useState } from 'preact/hooks';
import type { PollView, Snowflake } from '../../protocol.ts';
import { countVotes, isPollOver, votesOf } from '../../rules/votes.ts';
import { useNow } from '../time/clock.ts';
import { formatTimestamp } from '../time/format.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

/** Question and answers are plain text. As in Discord, a vote is changed by removing it and voting again. */
export function Poll({ messageId, poll }: { messageId: Snowflake; poll: PollView }) {
  const { session, state, texts, locale } = usePage();
  const nowMs = useNow();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [isPeeking, setPeeking] = useState(false);
  const own = votesOf(poll, state.preferences.userId);
  const isOver = isPollOver(poll, nowMs);
  const hasVoted = own.length > 0;
  const showsCounts = isOver || hasVoted || isPeeking;
  const total = countVotes(poll).reduce((sum, { count }) => sum + count, 0);

  const isIdle = !hasVoted && !isPeeking && chosen.length === 0;

  function act(): void {
    if (isIdle) return;
    setPeeking(false);
    if (isPeeking && !hasVoted) return;
    setChosen([]);
    void session.vote(messageId, hasVoted ? [] : chosen);
  }

  return (
    <figure class="poll" data-testid="poll" aria-label={texts.poll(poll.question)}>
      <p class="poll-question">{poll.question}</p>
      {!showsCounts && <p class="poll-hint">{poll.isMulti ? texts.pollMany : texts.pollOne}</p>}
      {showsCounts ? (
        <Counts poll={poll} own={own} />
      ) : (
        <Answers messageId={messageId} poll={poll} chosen={chosen} onChoose={setChosen} />
      )}
      <p class="poll-foot" data-testid="poll-foot">
        {isOver
          ? texts.pollOver(total)
          : texts.pollEnds(total, formatTimestamp(Math.floor(poll.endsAt / 1_000), 'f', nowMs, locale))}
      </p>
      {!isOver && (
        <div class="poll-actions">
          <button
            type="button"
            class={`button ${hasVoted || isPeeking ? 'button-secondary' : 'button-primary'}`}
            data-testid="poll-act"
            // Not `disabled`: the button would lose the focus when a vote has been removed.
            aria-disabled={isIdle}
            onClick={act}
          >
            {hasVoted ? texts.removeVote : isPeeking ? texts.backToVote : texts.vote}
          </button>
          {!showsCounts && (
            <button type="button" class="button button-secondary" onClick={() => setPeeking(true)}>
              {texts.showResults}
            </button>
          )}
        </div>
      )}
    </figure>
  );
}

/** The answers to choose from: one, or several. */
function Answers({
  messageId,
  poll: { question, answers, isMulti },
  chosen,
  onChoose,
}: {
  messageId: Snowflake;
  poll: PollView;
  chosen: readonly number[];
  onChoose(chosen: readonly number[]): void;
}) {
  const toggled = (id: number) =>
    chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
  return (
    <fieldset class="poll-answers" aria-label={question}>
      {answers.map((answer, index) => (
        <label key={index} class="poll-answer">
          <input
            type={isMulti ? 'checkbox' : 'radio'}
            name={`poll-${messageId}`}
            checked={chosen.includes(index + 1)}
            onChange={() => onChoose(isMulti ? toggled(index + 1) : [index + 1])}
          />
          {answer}
        </label>
      ))}
    </fieldset>
  );
}

/** What each answer has, and which of them are the reader's. */
function Counts({ poll, own }: { poll: PollView; own: readonly number[] }) {
  const { texts } = usePage();
  const counts = countVotes(poll);
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <ul class="poll-answers">
      {counts.map(({ answerId, count }) => {
        const percent = total === 0 ? 0 : Math.round((100 * count) / total);
        return (
          <li key={answerId} class="poll-answer poll-counted" style={{ '--share': `${percent}%` }}>
            <span class="poll-answer-text">{poll.answers[answerId - 1]}</span>
            {own.includes(answerId) && (
              <span class="poll-own" role="img" aria-label={texts.pollOwn}>
                <Icon name="check" size={16} />
              </span>
            )}
            <span class="poll-share">{texts.pollShare(count, percent)}</span>
          </li>
        );
      })}
    </ul>
  );
}
