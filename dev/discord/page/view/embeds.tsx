import type { EmbedView } from '../../protocol.ts';
import { isSafeLink } from '../markdown/links.ts';
import { MarkdownView } from './markdown-view.tsx';

export function Embeds({ embeds }: { embeds: readonly EmbedView[] }) {
  return (
    <>
      {embeds.map((embed, index) => (
        <Embed key={index} embed={embed} />
      ))}
    </>
  );
}

function Embed({ embed: { title, url, description, color, fields, footer } }: { embed: EmbedView }) {
  const borderColor = color === undefined ? undefined : `#${color.toString(16).padStart(6, '0')}`;
  return (
    <div class="embed" style={{ borderInlineStartColor: borderColor }}>
      {title !== undefined && (
        <p class="embed-title">
          {url !== undefined && isSafeLink(url) ? (
            <a href={url} target="_blank" rel="noopener noreferrer nofollow">
              {title}
            </a>
          ) : (
            title
          )}
        </p>
      )}
      {description !== undefined && <MarkdownView source={description} />}
      {fields !== undefined && fields.length > 0 && (
        <dl class="embed-fields">
          {fields.map(({ name, value, inline }, index) => (
            <div key={index} class={inline === true ? 'embed-inline' : ''}>
              <dt>{name}</dt>
              <dd>
                <MarkdownView source={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {footer !== undefined && <p class="subtext">{footer.text}</p>}
    </div>
  );
}
