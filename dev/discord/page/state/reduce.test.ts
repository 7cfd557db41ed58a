import { describe, expect, it } from 'vitest';
import type { MessageView } from '../../protocol.ts';
import { placeMessages } from './group.ts';
import type { PageAction, PageState } from './model.ts';
import { readPreferences } from './preferences.ts';
import { initialState, reduce, visibleMessages } from './reduce.ts';
import { chooseChannel, formatHash, parseHash } from './route.ts';

function message(id: string, more: Partial<MessageView> = {}): MessageView {
  return {
    id,
    channelId: 'c',
    interactionId: 'i1',
    invokedBy: 'u1',
    invocation: '/chat hi',
    state: 'shown',
    ephemeral: false,
    followUp: false,
    content: id,
    components: [],
    attachments: [],
    embeds: [],
    pinged: [],
    failure: null,
    createdAt: 1_000,
    editedAt: null,
    flags: 0,
    ...more,
  };
}

const start: PageState = {
  ...initialState({ locale: 'ko', theme: 'system', userId: 'u1', dismissed: [] }),
  channelId: 'c',
};
const run = (actions: PageAction[], from = start) => actions.reduce(reduce, from);
const contents = (state: PageState) => visibleMessages(state).map(({ content }) => content);
const arrived = (view: MessageView): PageAction => ({ kind: 'message-arrived', message: view });

describe('messages', () => {
  it('stand in the order of their ids, whatever order they arrive in', () => {
    expect(contents(run([arrived(message('10')), arrived(message('9')), arrived(message('11'))]))).toEqual([
      '9',
      '10',
      '11',
    ]);
  });
  it('are replaced by their edits', () => {
    const state = run([
      arrived(message('1')),
      arrived(message('2')),
      arrived(message('1', { content: 'new' })),
    ]);
    expect(contents(state)).toEqual(['new', '2']);
  });
  it('keep what an event said while an older list was on its way', () => {
    const state = run([
      arrived(message('1', { content: 'old' })),
      { kind: 'loading-started', channelId: 'c' },
      arrived(message('1', { content: 'edited' })),
      arrived(message('3')),
      { kind: 'message-deleted', channelId: 'c', id: '2' },
      {
        kind: 'messages-loaded',
        channelId: 'c',
        messages: [message('1', { content: 'stale' }), message('2')],
      },
    ]);
    expect(contents(state)).toEqual(['edited', '3']);
  });
  it('go when a list no longer has them', () => {
    const state = run([
      arrived(message('1')),
      { kind: 'loading-started', channelId: 'c' },
      { kind: 'messages-loaded', channelId: 'c', messages: [] },
    ]);
    expect(contents(state)).toEqual([]);
  });
  it('of one user are gone when another takes over', () => {
    const state = run([
      arrived(message('1', { ephemeral: true })),
      { kind: 'user-changed', userId: 'u2', channelId: 'c' },
    ]);
    expect(contents(state)).toEqual([]);
    expect(state.preferences.userId).toBe('u2');
    expect(state.channelId).toBe('c');
  });
  it('are put away only when they are ephemeral', () => {
    const state = run([
      arrived(message('1', { ephemeral: true })),
      arrived(message('2')),
      { kind: 'message-dismissed', id: '1' },
      { kind: 'message-dismissed', id: '2' },
    ]);
    expect(contents(state)).toEqual(['2']);
  });
  it('of another channel mark it as unread until it is opened, and edits do not', () => {
    const elsewhere = message('5', { channelId: 'd' });
    const marked = run([arrived(elsewhere)]);
    expect([...marked.unread]).toEqual(['d']);
    const opened = run(
      [
        { kind: 'channel-selected', channelId: 'd' },
        { kind: 'channel-selected', channelId: 'c' },
      ],
      marked,
    );
    expect([...run([arrived({ ...elsewhere, content: 'edit' })], opened).unread]).toEqual([]);
  });
});

describe('commands and buttons on their way', () => {
  const command = { key: 1, channelId: 'c', userId: 'u1', invocation: '/chat hi' };
  it('a command is shown until its answer appears, and once only', () => {
    const sent = run([{ kind: 'command-sent', command }]);
    expect(sent.pending).toHaveLength(1);
    expect(run([arrived(message('1', { invokedBy: 'someone' }))], sent).pending).toHaveLength(1);
    const answered = run([arrived(message('1'))], sent);
    expect(answered.pending).toHaveLength(0);
    expect(run([{ kind: 'command-settled', key: 1 }], answered).pending).toHaveLength(0);
  });
  it('a failed press is told at its message until the next press', () => {
    const press = { messageId: '1', customId: 'retry' };
    const failed = run([
      { kind: 'press-sent', ...press },
      { kind: 'press-settled', ...press, failed: true },
    ]);
    expect(failed.presses.size).toBe(0);
    expect([...failed.pressFailures]).toEqual(['1']);
    expect(run([{ kind: 'press-sent', ...press }], failed).pressFailures.size).toBe(0);
  });
});

describe('grouping', () => {
  const placed = (...views: MessageView[]) =>
    placeMessages(views, 'UTC').map(({ startsGroup }) => startsGroup);
  it('follow-ups join the answer that they belong to', () => {
    expect(placed(message('1'), message('2', { followUp: true }))).toEqual([true, false]);
  });
  it('another answer, another interaction, another audience or a long pause opens a group', () => {
    expect(placed(message('1'), message('2'))).toEqual([true, true]);
    expect(placed(message('1'), message('2', { followUp: true, interactionId: 'i2' }))).toEqual([true, true]);
    expect(placed(message('1'), message('2', { followUp: true, ephemeral: true }))).toEqual([true, true]);
    expect(placed(message('1'), message('2', { followUp: true, createdAt: 500_000 }))).toEqual([true, true]);
  });
});

describe('what is remembered', () => {
  const channel = { id: '7', name: 'general', guildId: '3' };
  const world = {
    application: { id: '1', name: 'Libra', interactionsEndpointUrl: null },
    users: [],
    guilds: [],
    channels: [
      channel,
      { id: '8', name: 'Libra', guildId: null, recipientId: 'u1' },
      { id: '9', name: 'Libra', guildId: null, recipientId: 'u2' },
    ],
    commands: [],
  };
  it('the channel stands in the address', () => {
    for (const known of world.channels) expect(parseHash(formatHash(known))).toBe(known.id);
  });
  it.each(['', '#', '#/channels/3/x', '#/channels/x/7', '#javascript:alert(1)'])(
    '%j names no channel',
    (hash) => {
      expect(parseHash(hash)).toBeNull();
    },
  );
  it.each([
    ['u1', null, '7'],
    ['u1', '404', '7'],
    ['u1', '7', '7'],
    ['u1', '8', '8'],
    ['u1', '9', '8'],
    ['u2', '8', '9'],
    ['stranger', '8', '7'],
  ])('user %s, who wants channel %s, comes to %s', (userId, wanted, opened) => {
    expect(chooseChannel(world, userId, wanted)).toBe(opened);
  });
  it('opens the guild in the reader’s language when nothing else is wanted', () => {
    const guilds = [
      { id: 'g0', name: 'A', locale: 'ko' as const },
      { id: 'g1', name: 'B', locale: 'en-US' as const },
    ];
    const channels = [
      { id: '7', name: 'a', guildId: 'g0' },
      { id: '8', name: 'b', guildId: 'g1' },
    ];
    const open = (wanted: string | null) =>
      chooseChannel({ ...world, guilds, channels }, 'u1', wanted, 'en-US');
    expect([open(null), open('7')]).toEqual(['8', '7']);
  });
  it.each([null, '', 'nonsense', '[]', '7', '{"theme":"pink","locale":"fr","userId":5,"dismissed":{}}'])(
    'storage that holds %j gives usable preferences',
    (stored) => {
      const storage = { getItem: () => stored, setItem: () => {} };
      expect(readPreferences(storage, 'ko-KR')).toEqual({
        locale: 'ko',
        theme: 'system',
        userId: null,
        dismissed: [],
      });
    },
  );
});
