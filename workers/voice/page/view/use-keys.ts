import { useEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../conversation.ts';
import type { Talk } from '../talk/model.ts';

/** Where a key has a meaning of its own. */
const OWN_KEYS = 'input, textarea, select, a, button, summary, dialog';

/** The space bar is held to talk, M mutes. */
export function useKeys(conversation: Conversation, talk: Talk) {
  const newest = useRef(talk);
  newest.current = talk;
  useEffect(() => {
    let isHeld = false;
    const release = () => {
      if (!isHeld) return;
      isHeld = false;
      conversation.release();
    };
    const down = (event: KeyboardEvent) => {
      const { phase, muted, microphone } = newest.current;
      if (phase !== 'live' || event.ctrlKey || event.metaKey || event.altKey) return;
      const on = event.target instanceof Element ? event.target : document.body;
      const isHold = on.closest('.button-hold') !== null;
      if (on.closest(OWN_KEYS) !== null && !(isHold && event.code === 'Space')) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (event.code === 'KeyM' && !event.repeat) return conversation.happen({ kind: 'mute', muted: !muted });
      if (event.code !== 'Space' || microphone !== 'on' || muted) return;
      event.preventDefault();
      if (event.repeat) return;
      isHeld = true;
      conversation.press();
    };
    const up = ({ code }: KeyboardEvent) => {
      if (code === 'Space') release();
    };
    addEventListener('keydown', down);
    addEventListener('keyup', up);
    // Another window has the keyboard now, and gets the release.
    addEventListener('blur', release);
    return () => {
      removeEventListener('keydown', down);
      removeEventListener('keyup', up);
      removeEventListener('blur', release);
    };
  }, [conversation]);
}
