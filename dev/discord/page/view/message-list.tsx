import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { placeMessages } from '../state/group.ts';
import type { PendingCommand } from '../state/model.ts';
import { visibleMessages } from '../state/reduce.ts';
import { useToday } from '../time/clock.ts';
import { dayKey, formatDay } from '../time/format.ts';
import { Dots } from './buttons.tsx';
import { ChannelStart } from './channel-start.tsx';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import { Message, UsedLine } from './message.tsx';

/** A reader who is no further from the end than this is taken to be at the end, in pixels. */
const NEAR_END_PX = 48;

export function MessageList() {
  const { state, texts } = usePage();
  const { scroller, content, atEnd, toEnd } = useStickyEnd(state.channelId);
  const messages = visibleMessages(state);
  const placed = useMemo(() => placeMessages(messages), [messages]);
  const pending = state.pending.filter(({ channelId }) => channelId === state.channelId);
  return (
    <div class="message-area">
      <div
        class="message-scroller"
        ref={scroller}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        role="log"
        aria-live="polite"
        aria-relevant="additions"
        aria-label={texts.messages}
      >
        <div class="message-list" ref={content}>
          <ChannelStart empty={placed.length === 0 && pending.length === 0} />
          {placed.map((item) => (
            <div key={item.message.id}>
              {item.startsDay && <DayLine createdAt={item.message.createdAt} />}
              <Message placed={item} />
            </div>
          ))}
          {pending.map((command) => (
            <Sending key={command.key} command={command} />
          ))}
        </div>
      </div>
      {!atEnd && (
        <button type="button" class="jump-button" onClick={toEnd}>
          {texts.jumpToNewest} <Icon name="down" size={14} />
        </button>
      )}
    </div>
  );
}

function DayLine({ createdAt }: { createdAt: number }) {
  const { locale, texts } = usePage();
  const today = dayKey(createdAt) === dayKey(useToday());
  return <h3 class="day-line">{today ? texts.today : formatDay(createdAt, locale)}</h3>;
}

/** Appears only when the answer takes longer than a blink, so that a quick one does not flicker. */
function Sending({ command }: { command: PendingCommand }) {
  const { texts } = usePage();
  return (
    <div class="sending" data-testid="sending">
      <UsedLine userId={command.userId} invocation={command.invocation} />
      <p class="thinking">
        <Dots /> {texts.sending}
      </p>
    </div>
  );
}

/**
 * Keeps the end in view while the content grows, as long as the reader is there. A reader who has scrolled up stays
 * there. A change of channel goes to the end.
 */
function useStickyEnd(channelId: string | null) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const [atEnd, setAtEnd] = useState(true);

  function toEnd() {
    stuck.current = true;
    setAtEnd(true);
    scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior: 'instant' });
  }

  useLayoutEffect(toEnd, [channelId]);
  useLayoutEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (box === null || inner === null) return;
    let lastSize = '';
    const size = () => `${box.scrollHeight} ${box.clientHeight}`;
    const observer = new ResizeObserver(() => {
      lastSize = size();
      if (stuck.current) box.scrollTo({ top: box.scrollHeight, behavior: 'instant' });
    });
    const onScroll = () => {
      // What grows, or takes room from the list, moves the end away before this hears of it: only a scroll within one and
      // the same size is the reader's.
      if (size() !== lastSize) return;
      stuck.current = box.scrollHeight - box.scrollTop - box.clientHeight <= NEAR_END_PX;
      setAtEnd(stuck.current);
    };
    observer.observe(inner);
    observer.observe(box);
    box.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', onScroll);
    };
  }, []);
  return { scroller, content, atEnd, toEnd };
}
