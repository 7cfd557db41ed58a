import type { PollView } from '../../protocol.ts';
import { useToday } from '../time/clock.ts';
import { formatTimestamp } from '../time/format.ts';
import { usePage } from './context.ts';

/** As it stands before the first vote: the stand-in counts none. Question and answers are plain text. */
export function Poll({ poll: { question, answers, isMulti, endsAt } }: { poll: PollView }) {
  const { texts, locale } = usePage();
  const nowMs = useToday();
  return (
    <figure class="poll" data-testid="poll" aria-label={texts.poll(question)}>
      <p class="poll-question">{question}</p>
      <p class="poll-hint">{isMulti ? texts.pollMany : texts.pollOne}</p>
      <ul class="poll-answers">
        {answers.map((answer, index) => (
          <li key={index} class="poll-answer">
            <span class={isMulti ? 'poll-mark poll-mark-many' : 'poll-mark'} aria-hidden="true" />
            {answer}
          </li>
        ))}
      </ul>
      <p class="poll-foot">
        {texts.pollEnds(formatTimestamp(Math.floor(endsAt / 1_000), 'f', nowMs, locale))}
      </p>
    </figure>
  );
}
