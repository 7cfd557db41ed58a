import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { languageOf } from '../locale/language.ts';
import type { BlockNode, InlineNode, TimestampStyle } from '../markdown/nodes.ts';
import { parseMarkdown } from '../markdown/parse.ts';
import { useNow } from '../time/clock.ts';
import { formatTimestamp } from '../time/format.ts';
import { CodeBlock } from './code-block.tsx';
import { usePage } from './context.ts';

/** A message's text. Elements are built from nodes, so that an edit changes only what it changed. */
export function MarkdownView({ source, tail }: { source: string; tail?: ComponentChildren }) {
  const blocks = useMemo(() => parseMarkdown(source), [source]);
  return (
    <div class="markdown" lang={languageOf(source)}>
      <Blocks blocks={blocks} />
      {tail}
    </div>
  );
}

function Blocks({ blocks }: { blocks: readonly BlockNode[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <Block key={`${index} ${block.kind}`} block={block} />
      ))}
    </>
  );
}

function Block({ block }: { block: BlockNode }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Inline nodes={block.children} />
        </p>
      );
    case 'heading': {
      // One level for all three: a message may begin with `###`, and a document must not skip a level.
      return (
        <h3 class={`heading-${block.level}`}>
          <Inline nodes={block.children} />
        </h3>
      );
    }
    case 'subtext':
      return (
        <p class="subtext">
          <Inline nodes={block.children} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.children} />
        </blockquote>
      );
    case 'spoiler':
      return (
        <Spoiler isBlock>
          <Blocks blocks={block.children} />
        </Spoiler>
      );
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <Blocks blocks={item} />
        </li>
      ));
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case 'code-block':
      return <CodeBlock language={block.language} text={block.text} />;
  }
}

function Inline({ nodes }: { nodes: readonly InlineNode[] }) {
  return (
    <>
      {nodes.map((node, index) => (
        <InlineElement key={`${index} ${node.kind}`} node={node} />
      ))}
    </>
  );
}

function InlineElement({ node }: { node: InlineNode }) {
  switch (node.kind) {
    case 'text':
      return <>{node.text}</>;
    case 'break':
      return <br />;
    case 'code':
      return <code>{node.text}</code>;
    case 'strong':
      return (
        <strong>
          <Inline nodes={node.children} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Inline nodes={node.children} />
        </em>
      );
    case 'underline':
      return (
        <u>
          <Inline nodes={node.children} />
        </u>
      );
    case 'strike':
      return (
        <s>
          <Inline nodes={node.children} />
        </s>
      );
    case 'spoiler':
      return (
        <Spoiler>
          <Inline nodes={node.children} />
        </Spoiler>
      );
    case 'link':
      return (
        <a href={node.href} title={node.href} target="_blank" rel="noopener noreferrer nofollow">
          <Inline nodes={node.children} />
        </a>
      );
    case 'timestamp':
      return <Timestamp unixSec={node.unixSec} style={node.style} />;
    case 'mention':
      return <Mention target={node.target} id={node.id} />;
    case 'command-mention':
      return <CommandMention name={node.name} />;
  }
}

function Spoiler({ children, isBlock = false }: { children: ComponentChildren; isBlock?: boolean }) {
  const { texts } = usePage();
  const [shown, setShown] = useState(false);
  const kind = isBlock ? 'spoiler spoiler-block' : 'spoiler';
  if (shown) return <span class={`${kind} spoiler-shown`}>{children}</span>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: Chromium breaks no line inside a button, and a spoiler may be long.
    <span
      class={kind}
      role="button"
      tabIndex={0}
      aria-label={texts.spoiler}
      onClick={() => setShown(true)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        // The space bar would scroll the page.
        event.preventDefault();
        setShown(true);
      }}
    >
      <span class="spoiler-hidden" aria-hidden="true">
        {children}
      </span>
    </span>
  );
}

function Timestamp({ unixSec, style }: { unixSec: number; style: TimestampStyle }) {
  const { locale } = usePage();
  const now = useNow();
  return (
    <time class="pill-quiet" title={formatTimestamp(unixSec, 'F', now, locale)}>
      {formatTimestamp(unixSec, style, now, locale)}
    </time>
  );
}

function Mention({ target, id }: { target: 'user' | 'role' | 'channel'; id: string }) {
  const { world, session, texts } = usePage();
  if (target === 'channel') {
    const channel = world.channels.find((candidate) => candidate.id === id);
    if (channel === undefined) return <span class="pill">#{texts.unknownChannel}</span>;
    return (
      <button type="button" class="pill" onClick={() => session.selectChannel(id)}>
        #{channel.name}
      </button>
    );
  }
  if (target === 'role') {
    const role = world.roles.find((candidate) => candidate.id === id);
    return <span class="pill">@{role?.name ?? texts.unknownRole}</span>;
  }
  const name =
    id === world.application.id
      ? world.application.name
      : world.users.find((user) => user.id === id)?.displayName;
  return <span class="pill">@{name ?? texts.unknownUser}</span>;
}

function CommandMention({ name }: { name: string }) {
  const { draft } = usePage();
  return (
    <button type="button" class="pill" onClick={() => draft(`/${name} `)}>
      /{name}
    </button>
  );
}
