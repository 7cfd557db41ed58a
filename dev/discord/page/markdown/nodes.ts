/**
 * What a message's text means, as plain data. The view turns these nodes into elements one by one, so no HTML text
 * exists at any point and nothing in a message can become markup.
 */
export type InlineNode =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'break' }
  | { kind: 'strong' | 'emphasis' | 'underline' | 'strike' | 'spoiler'; children: InlineNode[] }
  /** `href` begins with `http:`, `https:` or `mailto:`; nothing else becomes a link. */
  | { kind: 'link'; href: string; children: InlineNode[] }
  | { kind: 'timestamp'; unixSec: number; style: TimestampStyle }
  | { kind: 'mention'; target: 'user' | 'role' | 'channel'; id: string }
  | { kind: 'command-mention'; name: string };

export type BlockNode =
  | { kind: 'paragraph'; children: InlineNode[] }
  | { kind: 'heading'; level: 1 | 2 | 3; children: InlineNode[] }
  | { kind: 'subtext'; children: InlineNode[] }
  | { kind: 'quote'; children: BlockNode[] }
  /** A code block inside a spoiler. */
  | { kind: 'spoiler'; children: BlockNode[] }
  | { kind: 'list'; ordered: boolean; start: number; items: BlockNode[][] }
  /** `language` is the fence's first word in lower case, or empty. */
  | { kind: 'code-block'; language: string; text: string };

/** Discord's letters for how a `<t:…>` is shown; `f` is the default. */
export type TimestampStyle = 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 'R';
