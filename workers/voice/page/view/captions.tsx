import { useEffect, useRef } from 'preact/hooks';
import type { Texts } from '../locale/texts.ts';
import type { Line, Source } from '../talk/captions.ts';
import type { Shown } from './shown.ts';

/** This near to its end, the list follows what is said. */
const NEAR_END_PX = 80;

export function Captions({ talk, texts }: Shown) {
  const { lines, phase } = talk;
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    const { current } = list;
    if (current !== null && follows.current) current.scrollTop = current.scrollHeight;
  }, [lines]);
  const onScroll = () => {
    const { current } = list;
    if (current === null) return;
    follows.current = current.scrollHeight - current.scrollTop - current.clientHeight < NEAR_END_PX;
  };
  return (
    <section class="captions" aria-label={texts.captions}>
      <ol
        class="lines"
        ref={list}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        aria-label={texts.captions}
        data-testid="captions"
      >
        {lines.length === 0 && <li class="no-lines">{texts.noCaptionsYet}</li>}
        {lines.map((line) => (
          <CaptionLine
            key={`${line.turn} ${line.speaker}`}
            line={line}
            isOver={phase === 'ended'}
            texts={texts}
          />
        ))}
      </ol>
      <Spoken lines={lines} texts={texts} />
    </section>
  );
}

function CaptionLine({ line, isOver, texts }: { line: Line; isOver: boolean; texts: Texts }) {
  const { speaker, text, final, sources } = line;
  return (
    <li class={`line line-${speaker}`} data-final={final}>
      <span class="line-speaker">{speaker === 'person' ? texts.you : texts.libra}</span>
      <span class="line-text">{text}</span>
      {!final && !isOver && <span class="line-more" role="img" aria-label={texts.unfinished} />}
      {sources.length > 0 && <Sources sources={sources} texts={texts} />}
    </li>
  );
}

function Sources({ sources, texts }: { sources: readonly Source[]; texts: Texts }) {
  return (
    <ul class="sources" aria-label={texts.sources}>
      {sources.map(({ number, title, url }) => (
        <li key={number}>
          {url === null ? (
            <span class="source">
              [{number}] {title}
            </span>
          ) : (
            <a class="source" href={url} target="_blank" rel="noopener noreferrer">
              [{number}] {title}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

/** For screen readers: whole sentences, each once. Half of one would be read again with each word that comes. */
function Spoken({ lines, texts }: { lines: readonly Line[]; texts: Texts }) {
  const whole = lines.filter(({ final, text }) => final && text !== '').slice(-2);
  return (
    <div class="visually-hidden" role="log" aria-live="polite" aria-relevant="additions">
      {whole.map(({ turn, speaker, text }) => (
        <p key={`${turn} ${speaker}`}>
          {speaker === 'person' ? texts.you : texts.libra}: {text}
        </p>
      ))}
    </div>
  );
}
