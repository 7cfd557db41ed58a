import { useEffect } from 'preact/hooks';
import type { Conversation } from '../conversation.ts';
import { browserLocale, textsOf } from '../locale/choose.ts';
import type { Talk } from '../talk/model.ts';
import { shownState } from '../talk/shown-state.ts';
import { Captions } from './captions.tsx';
import { Controls } from './controls.tsx';
import { Header } from './header.tsx';
import { Notices } from './notices.tsx';
import { Privacy } from './privacy.tsx';
import { StateSign } from './state-sign.tsx';
import { Transcript } from './transcript.tsx';
import { useKeys } from './use-keys.ts';
import { useWakeLock } from './use-wake-lock.ts';

export function App({ talk, conversation }: { talk: Talk; conversation: Conversation }) {
  const locale = talk.admission?.locale ?? browserLocale(navigator.languages);
  const texts = textsOf(locale);
  const state = shownState(talk);
  const isLive = talk.phase === 'live';
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  useEffect(() => {
    document.title = isLive ? `${texts.states[state]} · Libra` : texts.title;
  }, [isLive, state, texts]);
  useKeys(conversation, talk);
  useWakeLock(isLive);

  const shown = { talk, texts, conversation };
  const hasLines = talk.lines.length > 0;
  return (
    <div class="page" data-state={state} data-phase={talk.phase}>
      <Header {...shown} />
      <main class="main">
        <StateSign {...shown} state={state} />
        <Notices {...shown} />
        {talk.phase === 'ended' && <Transcript {...shown} />}
        {(talk.phase === 'admitting' || talk.phase === 'ready') && <Privacy texts={texts} />}
        {(isLive || hasLines) && talk.captions && <Captions {...shown} />}
      </main>
      {isLive && <Controls {...shown} state={state} />}
    </div>
  );
}
