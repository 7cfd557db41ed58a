import { useRef, useState } from 'preact/hooks';
import { barsOf, formatLength } from '../voice/waveform.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

const BARS = 40;

/** As Discord shows one: a button, how loud it is over time, how long it is. */
export function VoiceMessage({
  href,
  seconds,
  waveform,
}: {
  href: string;
  seconds: number;
  waveform: string;
}) {
  const { texts } = usePage();
  const audio = useRef<HTMLAudioElement>(null);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const bars = barsOf(waveform, BARS);
  const played = seconds === 0 ? 0 : at / seconds;

  function toggle(): void {
    const player = audio.current;
    if (player === null) return;
    if (player.paused) void player.play().catch(() => setPlaying(false));
    else player.pause();
  }

  return (
    <fieldset class="voice-message" data-testid="voice-message" aria-label={texts.voiceMessage}>
      <button
        type="button"
        class="icon-button voice-play"
        aria-label={isPlaying ? texts.pause : texts.play}
        onClick={toggle}
      >
        <Icon name={isPlaying ? 'pause' : 'play'} />
      </button>
      <span class="voice-bars" aria-hidden="true">
        {bars.map((height, index) => (
          <i
            key={index}
            class={index / BARS < played ? 'voice-played' : ''}
            style={{ height: `${Math.max(8, height * 100)}%` }}
          />
        ))}
      </span>
      <span class="voice-length">{formatLength(isPlaying ? at : seconds)}</span>
      {/* biome-ignore lint/a11y/useMediaCaption: what it says is the answer beside it. */}
      <audio
        ref={audio}
        src={href}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)}
      />
    </fieldset>
  );
}
