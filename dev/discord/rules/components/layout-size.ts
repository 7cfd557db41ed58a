/** How much one message of components may hold. Pure. */
import type { MessageComponentView, TextDisplayView } from '../../component-views.ts';
import type { Field } from '../form.ts';

const MAX_COMPONENTS = 40;
const MAX_CHARS = 4_000;
/**
 * Discord answers 500 above this many UTF-8 bytes, with so many more for each text. It is documented nowhere; observed
 * in https://github.com/discord/discord-api-docs/issues/8554.
 */
const MAX_BYTES = 10_170;
const BYTES_PER_TEXT = 12;

interface Part {
  type: number;
  components?: readonly Part[];
  accessory?: Part;
}

export function checkLayoutSize(field: Field, layout: readonly MessageComponentView[]): void {
  const count = layout.reduce((sum, part) => sum + countParts(part), 0);
  if (count > MAX_COMPONENTS) {
    field.refuse(
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The total number of components is ${count}, above ${MAX_COMPONENTS}`,
    );
  }
  const chars = textsOf(layout).reduce((sum, { content }) => sum + content.length, 0);
  if (chars > MAX_CHARS) {
    field.refuse(
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `Components displayable text size exceeds maximum size of ${MAX_CHARS}`,
    );
  }
}

/** True when Discord would answer 500 instead of taking the layout. */
export function breaksDiscord(layout: readonly MessageComponentView[]): boolean {
  const encoder = new TextEncoder();
  const bytes = textsOf(layout).reduce(
    (sum, { content }) => sum + encoder.encode(content).byteLength + BYTES_PER_TEXT,
    0,
  );
  return bytes > MAX_BYTES;
}

/** All that a reader sees. */
export function textOf(layout: readonly MessageComponentView[]): string {
  return textsOf(layout)
    .map(({ content }) => content)
    .join('\n');
}

function countParts(part: Part): number {
  const inner = [...(part.components ?? []), ...(part.accessory === undefined ? [] : [part.accessory])];
  return inner.reduce((sum, one) => sum + countParts(one), 1);
}

function textsOf(layout: readonly MessageComponentView[]): TextDisplayView[] {
  return layout.flatMap((part): TextDisplayView[] => {
    if (part.type === 10) return [part];
    if (part.type === 9) return part.components;
    return part.type === 17 ? textsOf(part.components) : [];
  });
}
