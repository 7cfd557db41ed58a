/** The tools of Libra's own that write. */
import { poll } from './poll.ts';
import { remind } from './remind.ts';
import type { WritingTool } from './tool.ts';

export const writingTools: readonly WritingTool[] = [poll, remind];
