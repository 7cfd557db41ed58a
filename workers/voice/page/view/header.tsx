import type { Shown } from './shown.ts';

const MINUTE = 60;

export function Header({ talk, texts }: Shown) {
  const { admission, phase, secondsLeft } = talk;
  const showsTime = admission !== null && phase !== 'ended';
  return (
    <header class="header">
      <Mark />
      <div class="header-text">
        <h1>{texts.title}</h1>
        {admission !== null && <p class="header-place">{texts.place(admission.channel_name)}</p>}
      </div>
      {showsTime && (
        <p class="time-left" data-testid="time-left">
          {secondsLeft < MINUTE ? texts.lastMinute : texts.timeLeft(Math.floor(secondsLeft / MINUTE))}
        </p>
      )}
    </header>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="10" />
      <path d="M7 23.5h18M7 19.5h5.3a4.6 4.6 0 1 1 7.4 0H25" />
    </svg>
  );
}
