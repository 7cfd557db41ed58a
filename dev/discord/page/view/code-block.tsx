import { useEffect, useState } from 'preact/hooks';
import { highlight } from '../markdown/highlight.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

/** How long the button says that it has copied, in milliseconds. */
const COPIED_MS = 1_600;

export function CodeBlock({ language, text }: { language: string; text: string }) {
  const { texts } = usePage();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    setCopied(await copyText(text));
  }

  return (
    <figure class="code-block">
      <figcaption>
        <span>{language}</span>
        <button type="button" class="quiet-button" onClick={copy}>
          <Icon name={copied ? 'check' : 'copy'} size={14} />
          <span aria-live="polite">{copied ? texts.copied : texts.copy}</span>
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>
        <code>
          {highlight(text, language).map((piece) =>
            piece.tint === null ? piece.text : <span class={`code-${piece.tint}`}>{piece.text}</span>,
          )}
        </code>
      </pre>
    </figure>
  );
}

/** The clipboard exists on secure origins alone, which a stand-in seen from a phone is not; then the old way is left. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
