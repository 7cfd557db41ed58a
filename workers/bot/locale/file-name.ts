/** The name of a file in a sentence. Pure. */
import { inCode } from './in-code.ts';

const MAX_SHOWN_CHARS = 60;

export function showFileName(name: string): string {
  return inCode(name, MAX_SHOWN_CHARS);
}
