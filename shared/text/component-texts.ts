import { recordsIn } from '../json.ts';

const TEXT_DISPLAY = 10;
/** A container holds sections, and a section texts. */
const MAX_DEPTH = 4;

/** The texts among a Discord message's components: one that is made of them has no content. In their order. Pure. */
export function componentTexts(components: unknown, depth = 0): string[] {
  if (depth > MAX_DEPTH) return [];
  return recordsIn(components).flatMap(({ type, content, components: inner }) => {
    const isText = type === TEXT_DISPLAY && typeof content === 'string' && content.trim() !== '';
    return isText ? [content] : componentTexts(inner, depth + 1);
  });
}
