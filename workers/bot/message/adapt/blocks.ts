/**
 * The code blocks of a text, as Discord is to be given them. It knows three backticks alone, and ends a block at the next three.
 *
 * - Another block gets three; in it tildes stand for backticks, which mean the same in Markdown.
 * - A block that holds nothing gets a blank: the first character of a block is never a part of what ends it.
 *
 * Pure.
 */
import { type CodeBlock, mapCodeBlocks } from '../../../../shared/text/code-blocks.ts';

/** `adaptProse` is given what stands between the blocks. */
export function adaptAroundCode(text: string, adaptProse: (prose: string) => string): string {
  return mapCodeBlocks(text, adaptProse, showBlock);
}

function showBlock({ content, isPlain, hasEnded, isEmpty }: CodeBlock): string {
  const kept = isEmpty ? content.replace(/\n+$/, '\n \n') : content;
  return `\`\`\`${isPlain ? kept : kept.replace(/`{3,}/g, '~~~')}${hasEnded ? '```' : ''}`;
}
