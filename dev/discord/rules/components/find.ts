/** The buttons and selects of a message, wherever they stand. Pure. */
import type { ButtonView, MessageComponentView, SelectView } from '../../component-views.ts';

export function interactiveParts(message: {
  components: readonly MessageComponentView[];
  layout?: readonly MessageComponentView[];
}): (ButtonView | SelectView)[] {
  return (message.layout ?? message.components).flatMap(partsOf);
}

function partsOf(component: MessageComponentView): (ButtonView | SelectView)[] {
  switch (component.type) {
    case 1:
      return component.components;
    case 9:
      return component.accessory.type === 2 ? [component.accessory] : [];
    case 17:
      return component.components.flatMap(partsOf);
    default:
      return [];
  }
}
