import type { JsonRecord } from '../../../../shared/json.ts';
import type { TextDisplayView } from '../../component-views.ts';
import { type Field, readText } from '../form.ts';
import { readId } from './ids.ts';

const MAX_CHARS = 4_000;

export function readTextDisplay(field: Field, source: JsonRecord): TextDisplayView {
  const content = readText(field, source, 'content', { min: 1, max: MAX_CHARS, required: true }) ?? '';
  return { type: 10, ...readId(field, source), content };
}
