import { useEffect, useState } from 'preact/hooks';
import type { MessageView } from '../../protocol.ts';
import { readInvocation } from '../command/invocation.ts';
import { languageOf } from '../locale/language.ts';
import type { PlacedMessage } from '../state/group.ts';
import { menuPlace } from '../state/menu.ts';
import { useToday } from '../time/clock.ts';
import { formatMessageTime, formatTimestamp } from '../time/format.ts';
import { Attachments } from './attachments.tsx';
import { AppAvatar, UserAvatar } from './avatar.tsx';
import { ActionRows, Dots, PressFailure, useBusy } from './buttons.tsx';
import { usePage } from './context.ts';
import { Embeds } from './embeds.tsx';
import { Icon } from './icons.tsx';
import { Layout } from './layout.tsx';
import { LinkPreviews } from './link-previews.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { MessageMenuButton, UserName } from './menu-buttons.tsx';
import { Poll } from './poll.tsx';

/** An answer counts as still growing for so long after its last edit, in milliseconds. */
const SETTLE_MS = 2_500;

/** What Discord says when nobody answered; said here in the reader's language. */
const TIMED_OUT = 'The application did not respond';

/** The message flag that hides a message's embeds. */
const SUPPRESS_EMBEDS = 1 << 2;

export function Message({ placed }: { placed: PlacedMessage }) {
  const { world, state, openMenu } = usePage();
  const { message, startsGroup } = placed;
  const growing = useGrowing(message);
  const busy = useBusy(message);
  const author = world.users.find(({ id }) => id === message.authorId);
  return (
    <article
      class={`message ${startsGroup ? 'message-first' : ''} ${message.interactionId === null ? '' : 'message-answer'} ${message.ephemeral ? 'message-ephemeral' : ''} ${pingsReader(message.pinged, state.preferences.userId) ? 'message-pings' : ''}`}
      data-testid="message"
      data-message-id={message.id}
      data-state={message.state}
      data-ephemeral={String(message.ephemeral)}
      data-follow-up={String(message.followUp)}
      // A screen reader waits for the end of an answer instead of reading each edit.
      aria-busy={growing}
      aria-label={`${author?.displayName ?? world.application.name}: ${message.invocation}`}
      onContextMenu={(event) => {
        if (message.state !== 'shown' || keepsOwnMenu(event.target as Element)) return;
        event.preventDefault();
        openMenu({ type: 3, id: message.id, ...menuPlace(event, event.target as Element) });
      }}
    >
      {startsGroup && message.interactionId !== null && (
        <UsedLine userId={message.invokedBy} invocation={message.invocation} />
      )}
      {startsGroup && (author === undefined ? <AppAvatar /> : <UserAvatar user={author} />)}
      <div class="message-body">
        {startsGroup && <AuthorLine authorId={message.authorId} createdAt={message.createdAt} />}
        <div class="message-content" data-testid="message-content">
          {message.layout === undefined ? (
            <Content message={message} />
          ) : (
            <Layout messageId={message.id} components={message.layout} busy={busy} />
          )}
        </div>
        {message.layout === undefined && (message.flags & SUPPRESS_EMBEDS) === 0 && (
          <LinkPreviews content={message.content} />
        )}
        {message.embeds.length > 0 && (message.flags & SUPPRESS_EMBEDS) === 0 && (
          <Embeds embeds={message.embeds} />
        )}
        {message.poll !== undefined && (
          <Poll key={state.preferences.userId} messageId={message.id} poll={message.poll} />
        )}
        {message.attachments.length > 0 && message.layout === undefined && (
          <Attachments attachments={message.attachments} />
        )}
        {message.components.length > 0 && (
          <ActionRows messageId={message.id} rows={message.components} busy={busy} />
        )}
        <PressFailure messageId={message.id} />
        <ThreadLink messageId={message.id} />
        {message.ephemeral && <EphemeralMark id={message.id} />}
      </div>
      {!startsGroup && <SideTime createdAt={message.createdAt} />}
      {message.state === 'shown' && <MessageMenuButton messageId={message.id} />}
    </article>
  );
}

function Content({ message }: { message: MessageView }) {
  const { world, texts, locale } = usePage();
  switch (message.state) {
    case 'thinking':
      return (
        <p class="thinking">
          <Dots /> {texts.thinking(world.application.name)}
        </p>
      );
    case 'failed':
      return (
        <p class="failed">
          <Icon name="warning" size={16} />{' '}
          {message.failure === null || message.failure === TIMED_OUT ? texts.failed : message.failure}
        </p>
      );
    case 'shown': {
      const edited = message.editedAt !== null && (
        <small
          class="edited"
          title={formatTimestamp(Math.floor(message.editedAt / 1_000), 'F', message.editedAt, locale)}
        >
          {texts.edited}
        </small>
      );
      return <MarkdownView source={message.content} tail={edited} />;
    }
  }
}

/** Who used which command. What was given to it is shown only when the name is pressed or pointed at, as in Discord. */
export function UsedLine({ userId, invocation }: { userId: string; invocation: string }) {
  const { world, texts, locale } = usePage();
  const user = world.users.find(({ id }) => id === userId);
  const { name, given } = readInvocation(invocation, world.commands, locale);
  const [isOpen, setOpen] = useState(false);
  return (
    <p class="used-line">
      <UserAvatar user={user} size="small" />
      <UserName userId={userId} /> {texts.used}{' '}
      {given === '' ? (
        <span class="used-command">{name}</span>
      ) : (
        <button
          type="button"
          class="used-command used-toggle"
          title={given}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {name}
        </button>
      )}
      {isOpen && (
        <span class="used-options" lang={languageOf(given)}>
          {' '}
          {given}
        </span>
      )}
    </p>
  );
}

function AuthorLine({ authorId, createdAt }: { authorId: string | undefined; createdAt: number }) {
  const { world, texts, locale } = usePage();
  return (
    <p class="author-line">
      {authorId === undefined ? (
        <>
          <b class="author">{world.application.name}</b>
          <span class="app-badge">
            <Icon name="check" size={10} />
            {texts.app}
          </span>
        </>
      ) : (
        <UserName userId={authorId} />
      )}
      <time
        class="message-time"
        title={formatTimestamp(Math.floor(createdAt / 1_000), 'F', createdAt, locale)}
      >
        <MessageTime createdAt={createdAt} />
      </time>
    </p>
  );
}

function MessageTime({ createdAt }: { createdAt: number }) {
  const { locale } = usePage();
  return <>{formatMessageTime(createdAt, useToday(), locale)}</>;
}

function SideTime({ createdAt }: { createdAt: number }) {
  const { locale } = usePage();
  return (
    <time class="side-time" aria-hidden="true">
      {formatTimestamp(Math.floor(createdAt / 1_000), 't', createdAt, locale)}
    </time>
  );
}

function EphemeralMark({ id }: { id: string }) {
  const { session, texts } = usePage();
  return (
    <p class="ephemeral-mark">
      <Icon name="eye" size={14} /> {texts.onlyYou} ·{' '}
      <button type="button" class="link-button" onClick={() => session.dismiss(id)}>
        {texts.dismiss}
      </button>
    </p>
  );
}

/** The thread that was started from a message has the message's id. */
function ThreadLink({ messageId }: { messageId: string }) {
  const { world, session, texts } = usePage();
  const thread = world.channels.find(({ id }) => id === messageId);
  if (thread === undefined) return null;
  return (
    <button
      type="button"
      class="thread-link"
      data-testid="thread-link"
      onClick={() => session.selectChannel(thread.id)}
    >
      <Icon name="thread" size={16} /> {thread.name} <small>{texts.openThread}</small>
    </button>
  );
}

/** Links and text that is selected keep the browser's own menu. */
function keepsOwnMenu(target: Element): boolean {
  return target.closest('a') !== null || String(getSelection() ?? '') !== '';
}

function pingsReader(pinged: readonly string[], userId: string | null): boolean {
  return pinged.some((target) => target === '@everyone' || target === '@here' || target === `<@${userId}>`);
}

/** True while the answer is awaited, and for a moment after each edit. */
function useGrowing({ state, content, editedAt }: MessageView): boolean {
  const [settled, setSettled] = useState(true);
  useEffect(() => {
    if (editedAt === null || Date.now() - editedAt > SETTLE_MS) return;
    setSettled(false);
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [content, editedAt]);
  return state === 'thinking' || !settled;
}
