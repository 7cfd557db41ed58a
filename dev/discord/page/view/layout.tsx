import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { MediaView, MessageComponentView, SectionView } from '../../component-views.ts';
import type { Snowflake } from '../../protocol.ts';
import { ownPath } from './attachments.tsx';
import { ActionRow, MessageButton } from './buttons.tsx';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import { MarkdownView } from './markdown-view.tsx';

/** A message that is made of components alone. */
export function Layout({
  messageId,
  components,
  busy,
}: {
  messageId: Snowflake;
  components: readonly MessageComponentView[];
  busy: boolean;
}) {
  return (
    <div class="layout">
      {components.map((component) => (
        <Part key={component.id} messageId={messageId} component={component} busy={busy} />
      ))}
    </div>
  );
}

function Part({
  messageId,
  component,
  busy,
}: {
  messageId: Snowflake;
  component: MessageComponentView;
  busy: boolean;
}) {
  switch (component.type) {
    case 1:
      return <ActionRow messageId={messageId} row={component} busy={busy} />;
    case 9:
      return <Section messageId={messageId} section={component} busy={busy} />;
    case 10:
      return <MarkdownView source={component.content} />;
    case 12:
      return (
        <div class="gallery" data-count={component.items.length}>
          {component.items.map(({ media, description, spoiler }, index) => (
            <Hidden key={index} hidden={spoiler === true}>
              <Picture media={media} description={description} />
            </Hidden>
          ))}
        </div>
      );
    case 13: {
      const { url } = component.file;
      const name = decodeURIComponent(url.split('?')[0]?.split('/').at(-1) ?? '');
      return (
        <Hidden hidden={component.spoiler === true}>
          <p class="attachment-card">
            <Icon name="file" size={28} />
            <a href={ownPath(url)} download={name}>
              {name}
            </a>
          </p>
        </Hidden>
      );
    }
    case 14:
      return component.divider ? (
        <hr class={`separator separator-${component.spacing}`} />
      ) : (
        <div class={`separator-space separator-${component.spacing}`} />
      );
    case 17: {
      const color = component.accent_color;
      const borderColor = color === undefined ? undefined : `#${color.toString(16).padStart(6, '0')}`;
      return (
        <Hidden hidden={component.spoiler === true}>
          <div class="container" style={{ borderInlineStartColor: borderColor }}>
            <Layout messageId={messageId} components={component.components} busy={busy} />
          </div>
        </Hidden>
      );
    }
  }
}

function Section({
  messageId,
  section: { components, accessory },
  busy,
}: {
  messageId: Snowflake;
  section: SectionView;
  busy: boolean;
}) {
  return (
    <div class="section">
      <div class="section-texts">
        {components.map(({ id, content }) => (
          <MarkdownView key={id} source={content} />
        ))}
      </div>
      {accessory.type === 2 ? (
        <MessageButton messageId={messageId} button={accessory} busy={busy} />
      ) : (
        <Hidden hidden={accessory.spoiler === true}>
          <span class="thumbnail">
            <Picture media={accessory.media} description={accessory.description} />
          </span>
        </Hidden>
      )}
    </div>
  );
}

/** Pictures of other hosts are not loaded: nothing leaves this computer. */
function Picture({ media, description }: { media: MediaView; description: string | undefined }) {
  const { texts } = usePage();
  if (media.attachment_id === undefined) {
    return (
      <a class="picture-elsewhere" href={media.url} target="_blank" rel="noopener noreferrer nofollow">
        {description ?? texts.pictureElsewhere}
      </a>
    );
  }
  return (
    <img
      src={ownPath(media.url)}
      alt={description ?? ''}
      width={media.width}
      height={media.height}
      loading="lazy"
    />
  );
}

function Hidden({ hidden, children }: { hidden: boolean; children: ComponentChildren }) {
  const { texts } = usePage();
  const [shown, setShown] = useState(!hidden);
  if (shown) return <>{children}</>;
  return (
    <button type="button" class="hidden-part" onClick={() => setShown(true)}>
      {texts.spoiler}
    </button>
  );
}
