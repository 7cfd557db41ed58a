/** All tools of Libra's, as far as they are configured. */
import { createReadingTools, type ReadingToolsDeps } from './reading-tools.ts';
import type { Tool } from './tool.ts';
import { writingTools } from './writing-tools.ts';

export function createTools(deps: ReadingToolsDeps): readonly Tool[] {
  return [...createReadingTools(deps), ...writingTools];
}
