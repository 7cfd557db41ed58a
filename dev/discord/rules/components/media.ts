/** The pictures and files that a layout refers to. Pure. */
import type { MediaView, MessageComponentView } from '../../component-views.ts';

const REFERENCE = /^attachment:\/\/(.*)$/s;

/** The same layout with each media replaced by what `show` makes of it. */
export function mapMedia<Component extends MessageComponentView>(
  component: Component,
  show: (media: MediaView) => MediaView,
): Component;
export function mapMedia(
  component: MessageComponentView,
  show: (media: MediaView) => MediaView,
): MessageComponentView {
  switch (component.type) {
    case 9:
      return component.accessory.type === 11
        ? { ...component, accessory: { ...component.accessory, media: show(component.accessory.media) } }
        : component;
    case 12:
      return { ...component, items: component.items.map((item) => ({ ...item, media: show(item.media) })) };
    case 13:
      return { ...component, file: show(component.file) };
    case 17:
      return { ...component, components: component.components.map((part) => mapMedia(part, show)) };
    default:
      return component;
  }
}

/** The names of the attachments that a layout refers to. */
export function referredFiles(layout: readonly MessageComponentView[]): string[] {
  const names: string[] = [];
  for (const component of layout) {
    mapMedia(component, (media) => {
      const name = referredFile(media);
      if (name !== null) names.push(name);
      return media;
    });
  }
  return names;
}

export function referredFile({ url }: MediaView): string | null {
  return REFERENCE.exec(url)?.[1] ?? null;
}
