import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCostLimits } from '../../shared/config/cost-limits.ts';
import { createVariableReader } from '../../shared/config/variables.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import { callsResetMs, nextUtcMidnight } from '../../shared/contract/cost-limits.ts';
import type { OfferedModels } from '../../shared/contract/offered-models.ts';
import type { BffStatus } from '../../shared/contract/status.ts';
import { MAX_PROMPT_CHARS } from '../../shared/limits.ts';
import { createLogger } from '../../shared/observe/log.ts';
import { type EffectiveSettings, effectiveSettings } from '../../shared/settings/effective.ts';
import { createApp } from './app.ts';
import { createDocumentsClient } from './bff/documents.ts';
import { createMemoryClient } from './bff/memory.ts';
import { createSettingsClient } from './bff/settings.ts';
import { createVoiceMessagesClient } from './bff/voice-messages.ts';
import { askModel } from './commands/ask.ts';
import {
  type DeliveryJob,
  type FollowingJob,
  type FollowVerdict,
  frameOf,
  type PeekedAnswer,
  type UnderVerdict,
} from './delivery/job.ts';
import { judgePress, type Press, type PressAction, type Refused } from './delivery/rights.ts';
import type { Modal } from './discord/modal.ts';
import { parseInteraction } from './discord/parse.ts';
import { createFreshCache } from './fresh-cache.ts';
import type { GateVerdict } from './gate/judge.ts';
import { en } from './locale/en.ts';
import { ko } from './locale/ko.ts';
import type { HelpFacts } from './locale/texts/help.ts';
import { formatButtonId, type UnderButton } from './message/custom-id.ts';
import type { Place } from './mute/place.ts';
import type { MuteWrite } from './mute/store.ts';
import type { Services } from './services.ts';
import { taskWith } from './settings/apply.ts';

const NOTHING_SET = effectiveSettings(
  { ceilings: { models: null, dailyTokens: 0, dailyMicroUsd: 0 }, server: {}, channel: {}, person: {} },
  { channelId: '', parentId: null, guildId: null, roleIds: [] },
);
const NOW_MS = Date.UTC(2026, 0, 1);
/** Of this very moment: an interaction's id holds its time. */
const INTERACTION = snowflakeAt(NOW_MS);
const ALICE = '200000000000000001';
const BOB = '200000000000000002';
const CHANNEL = '400000000000000001';
const GUILD = '500000000000000001';
const MANAGE_MESSAGES = (1n << 13n).toString();

const OFFER: OfferedModels = {
  default: 'gpt-4o-mini',
  models: [
    { name: 'gpt-4o-mini', price: { prompt: 150_000, completion: 600_000 }, vision: true, reasoning: false },
    { name: 'gpt-5', price: { prompt: 1_250_000, completion: 10_000_000 }, vision: true, reasoning: true },
    { name: 'llama3:8b', price: { prompt: 0, completion: 0 }, vision: false, reasoning: false },
  ],
};

let keys: CryptoKeyPair;
let publicKey: string;
beforeAll(async () => {
  keys = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair;
  publicKey = toHex(new Uint8Array((await crypto.subtle.exportKey('raw', keys.publicKey)) as ArrayBuffer));
});

/** What the fakes behind the services do, and what was asked of them. */
let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  world = createWorld();
});

function createWorld() {
  return {
    gate: { kind: 'open' } as GateVerdict,
    settings: {} as Partial<EffectiveSettings>,
    checked: [] as { place: Place; caller: Caller }[],
    /** The gate lets through from memory what it may. */
    remembers: false,
    muteWrite: { kind: 'done', channelUntilMs: null } as MuteWrite,
    mutes: [] as { channelId: string; untilMs: number | null }[],
    claim: 'first' as 'first' | 'again' | 'fails',
    claims: [] as string[],
    /** What the bff was asked to change. */
    written: [] as string[],
    jobs: [] as DeliveryJob[],
    accept: 'accepted' as 'accepted' | 'duplicate' | 'fails',
    /** Whose the answer is that the buttons are under. Null: of the guild in which they are pressed. */
    owner: { userId: ALICE, guildId: null as string | null, channelId: CHANNEL },
    stop: 'stopping' as 'stopping' | 'ended',
    follow: 'accepted' as FollowVerdict | 'fails',
    followed: [] as { action: string; job: FollowingJob }[],
    reset: { ok: true, value: { forgotten_messages: 4 } } as Awaited<ReturnType<Services['bff']['reset']>>,
    history: {
      ok: true,
      value: { turns: [], is_shared: false, older_messages: 0, remember: true },
    } as Awaited<ReturnType<Services['bff']['history']>>,
    status: { ok: false, failure: { code: 'upstream_unreachable' } } as Awaited<
      ReturnType<Services['bff']['status']>
    >,
    offer: { ok: true, value: OFFER } as Awaited<ReturnType<Services['bff']['offeredModels']>>,
    summary: {
      ok: true,
      value: {
        conversations: 2,
        messages: 14,
        oldest_message_at: '2026-01-01T00:00:00Z',
        usage_events: 9,
        facts: 0,
        remember: true,
        retention_days: 30,
      },
    } as Awaited<ReturnType<Services['bff']['privacySummary']>>,
    erase: {
      ok: true,
      value: { erased_conversations: 2, erased_messages: 14, interactions: [], answers_kept: false },
    } as Awaited<ReturnType<Services['bff']['erase']>>,
    /** Deliveries that Redis knows of the person; null: it is out. */
    noted: [] as string[] | null,
    notes: [] as string[],
    notedFor: [] as string[],
    dropped: [] as string[],
    erasedDeliveries: [] as string[],
    pressed: [] as string[],
    /** What a person's deliveries could be asked again. */
    answers: new Map<string, PeekedAnswer>(),
    under: { kind: 'accepted' } as UnderVerdict,
    /** The delivery whose object does not answer. */
    silentDelivery: null as string | null,
    /** Documents of whose reading nothing was to be kept. */
    forgotten: [] as string[],
    withinPublicLimit: true,
    hasBotToken: true,
    lines: [] as string[],
  };
}

const unreachable = async () => ({ ok: false, failure: { code: 'upstream_unreachable' } }) as const;

function createFakeServices(): Services {
  return {
    now: () => NOW_MS,
    isWithinPublicLimit: async () => world.withinPublicLimit,
    forgetReadings: async (ids) => void world.forgotten.push(...ids),
    gate: {
      check: async ({ channelId, parentId }, caller, how) => {
        world.checked.push({ place: { channelId, parentId }, caller });
        return {
          ...(world.remembers && how?.mayRemember === true ? { isRemembered: true } : {}),
          verdict: world.gate,
          settings: { ...NOTHING_SET, ...world.settings },
          answersIn: [],
          seen: { server: 4 },
          roleIds: [],
        };
      },
    },
    directory: {
      note: async (userId, id) => {
        world.notes.push(id);
        world.notedFor.push(userId);
      },
      list: async () => world.noted,
      drop: async (userId) => {
        world.dropped.push(userId);
      },
    },
    mutes: {
      mute: async (_, { channelId }, untilMs) => {
        world.mutes.push({ channelId, untilMs });
        return world.muteWrite;
      },
      unmute: async (_, { channelId }) => {
        world.mutes.push({ channelId, untilMs: null });
        return world.muteWrite;
      },
    },
    blocks: {
      block: async () => ({ kind: 'done', wasBlocked: false }),
      unblock: async () => ({ kind: 'done', wasBlocked: true }),
    },
    bff: {
      settings: createSettingsClient(async () => null),
      tools: { list: unreachable },
      documents: createDocumentsClient(async () => ({ ok: true, value: { documents: [] } as never })),
      memory: createMemoryClient(unreachable),
      voiceMessages: createVoiceMessagesClient(unreachable),
      reset: async (_, isModerator) => {
        world.written.push(isModerator ? 'reset as moderator' : 'reset');
        return world.reset;
      },
      forget: async () => ({ ok: true, value: null }),
      rate: async () => ({ ok: true, value: { rated: 1 } }),
      choose: async () => ({ ok: true, value: { chosen: 1 } }),
      history: async (_, { isModerator, forget }) => {
        world.written.push(`history ${isModerator ? 'as moderator ' : ''}${forget ?? ''}`);
        return world.history;
      },
      moderationLog: async () => ({ ok: true, value: { events: [], has_more: false } }),
      status: async () => world.status,
      offeredModels: async () => world.offer,
      personas: { list: unreachable, save: unreachable, remove: unreachable },
      choices: { read: unreachable, change: unreachable },
      privacySummary: async () => world.summary,
      remember: async (_, remember) => {
        world.written.push('remember');
        return world.summary.ok ? { ok: true, value: { ...world.summary.value, remember } } : world.summary;
      },
      erase: async () => {
        world.written.push('erase');
        return world.erase;
      },
    },
    offers: createFreshCache(() => NOW_MS),
    memoryFacts: createFreshCache(() => NOW_MS),
    personaNames: createFreshCache(() => NOW_MS),
    documentNames: createFreshCache(() => NOW_MS),
    costLimits: readCostLimits(createVariableReader({})),
    hasBotToken: world.hasBotToken,
    personErasure: () => ({ begin: async () => 'accepted' }),
    delivery: (id) => ({
      claim: async () => {
        if (world.claim === 'fails') throw new Error('unreachable');
        world.claims.push(id);
        return world.claim;
      },
      accept: async (job) => {
        if (world.accept === 'fails') throw new Error('unreachable');
        world.jobs.push(job);
        return world.accept;
      },
      // As the object judges, from its own record.
      stop: async (press) => refusedPress('stop', press) ?? world.stop,
      follow: async (action, job) => {
        if (world.follow === 'fails') throw new Error('unreachable');
        const refused = refusedPress(action, job.press);
        if (refused !== null) return refused;
        world.followed.push({ action, job });
        return world.follow;
      },
      erase: async () => {
        if (world.silentDelivery === id) throw new Error('unreachable');
        world.erasedDeliveries.push(id);
        world.written.push(`erase ${id}`);
      },
      press: async (wish, press) => {
        const verdict = judgePress(wish, press.press, {
          ...world.owner,
          guildId: world.owner.guildId ?? press.press.guildId,
        });
        if (verdict !== 'own') return { kind: verdict === 'moderator' ? 'forbidden' : verdict };
        world.pressed.push(wish);
        return world.under;
      },
      decide: async () => ({ kind: 'gone' }),
      held: async () => null,
      peek: async () => world.answers.get(id) ?? null,
    }),
    reminders: () => ({
      add: async () => 'added',
      list: async () => [],
      cancel: async () => false,
      erase: async () => undefined,
    }),
    talk: null,
    applicationId: '100000000000000001',
    log: createLogger({ worker: 'bot', write: (line) => world.lines.push(line) }),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    version: '1.2.3',
  };
}

function refusedPress(action: PressAction, press: Press): Refused | null {
  const verdict = judgePress(action, press, {
    ...world.owner,
    guildId: world.owner.guildId ?? press.guildId,
  });
  return verdict === 'own' || verdict === 'moderator' ? null : verdict;
}

function createEnv(): Record<string, unknown> {
  return {
    DISCORD_APPLICATION_ID: '100000000000000001',
    DISCORD_PUBLIC_KEY: publicKey,
    WORKER_SHARED_SECRET: 'x'.repeat(32),
    UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:1',
    UPSTASH_REDIS_REST_TOKEN: 'token',
  };
}

async function sign(body: string, timestamp = '1767225600') {
  const bytes = new TextEncoder().encode(timestamp + body);
  const signature = await crypto.subtle.sign({ name: 'Ed25519' }, keys.privateKey, bytes);
  return {
    'x-signature-ed25519': toHex(new Uint8Array(signature)),
    'x-signature-timestamp': timestamp,
  };
}

async function post(body: string, headers?: Record<string, string>, env = createEnv()): Promise<Response> {
  const app = createApp({ createServices: createFakeServices });
  return app.fetch(
    new Request(`${ORIGIN}/interactions`, { method: 'POST', body, headers: headers ?? (await sign(body)) }),
    env as never,
  );
}

const ORIGIN = 'https://bot.example';

function get(path: string, env: object = createEnv()): Promise<Response> {
  return createApp().fetch(new Request(ORIGIN + path), env as never);
}

interface Answer {
  type: number;
  data: { content: string; flags?: number; allowed_mentions?: unknown };
}

async function send(payload: object): Promise<Answer> {
  const response = await post(JSON.stringify(payload));
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

function interaction(more: object): object {
  return {
    id: INTERACTION,
    application_id: '100000000000000001',
    token: 'aW50ZXJhY3Rpb24.token_1',
    channel_id: CHANNEL,
    locale: 'ko',
    user: { id: ALICE },
    ...more,
  };
}

function command(name: string, options: Record<string, unknown> = {}, more: object = {}): object {
  const list = Object.entries(options).map(([option, value]) => ({ name: option, type: 3, value }));
  return interaction({ type: 2, data: { id: '1', name, type: 1, options: list }, ...more });
}

function inGuild(permissions: string, userId = ALICE): object {
  return { guild_id: GUILD, user: undefined, member: { user: { id: userId }, permissions } };
}

/** What /help tells in a direct message, or in a server. */
function helpIn({ help }: typeof ko, server: HelpFacts['server'] = null): string[] {
  return [...help.tour({ callsPerMin: 20, server }), help.tryOne];
}

/** The texts of a message of components. */
function blocksOf(answer: unknown): string[] {
  const [container] = (answer as { data: { components: { components: { content?: string }[] }[] } }).data
    .components;
  return (container?.components ?? []).flatMap(({ content }) => content ?? []);
}

const EPHEMERAL = 64;
/** Links in texts show no previews. */
const SUPPRESS_EMBEDS = 4;
const EPHEMERAL_TEXT = EPHEMERAL | SUPPRESS_EMBEDS;

describe('verification comes first', () => {
  const ping = JSON.stringify({ type: 1 });

  it('answers a signed PING with PONG', async () => {
    const response = await post(ping);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ type: 1 });
  });

  it.each<[string, (good: Record<string, string>) => Record<string, string>]>([
    ['no headers', () => ({})],
    ['no signature', ({ 'x-signature-ed25519': _, ...rest }) => rest],
    ['no timestamp', ({ 'x-signature-timestamp': _, ...rest }) => rest],
    ['an empty signature', (good) => ({ ...good, 'x-signature-ed25519': '' })],
    ['a signature that is not hexadecimal', (good) => ({ ...good, 'x-signature-ed25519': 'z'.repeat(128) })],
    ['a short signature', (good) => ({ ...good, 'x-signature-ed25519': 'ab' })],
    ['a signature of zeros', (good) => ({ ...good, 'x-signature-ed25519': '0'.repeat(128) })],
    ['another timestamp', (good) => ({ ...good, 'x-signature-timestamp': '1767225601' })],
    ['a timestamp that is no number', (good) => ({ ...good, 'x-signature-timestamp': 'now' })],
  ])('refuses %s with 401', async (_, spoil) => {
    expect((await post(ping, spoil(await sign(ping)))).status).toBe(401);
  });

  it('refuses a malformed timestamp even when it is what was signed', async () => {
    expect((await post(ping, await sign(ping, 'now'))).status).toBe(401);
  });

  it('refuses a body other than the signed one', async () => {
    expect((await post('not json', await sign(ping))).status).toBe(401);
    expect((await post(`${ping} `, await sign(ping))).status).toBe(401);
  });

  it.each<[string, Record<string, string>]>([
    ['no headers', {}],
    ['a signature of another form', { 'x-signature-ed25519': 'x', 'x-signature-timestamp': '1767225600' }],
    ['a time long ago', { 'x-signature-ed25519': 'a'.repeat(128), 'x-signature-timestamp': '1767225000' }],
    [
      'a length over the bound',
      {
        'x-signature-ed25519': 'a'.repeat(128),
        'x-signature-timestamp': '1767225600',
        'content-length': '1048577',
      },
    ],
  ])('reads no body behind %s', async (_, headers) => {
    let pulls = 0;
    const body = new ReadableStream(
      {
        pull() {
          pulls += 1;
          return new Promise<void>(() => {});
        },
      },
      { highWaterMark: 0 },
    );
    const request = { method: 'POST', body, headers, duplex: 'half' } as RequestInit;
    const app = createApp({ createServices: createFakeServices });
    const response = await app.fetch(new Request(`${ORIGIN}/interactions`, request), createEnv() as never);
    expect(response.status).toBe('content-length' in headers ? 413 : 401);
    expect(pulls).toBe(0);
  });

  it('gives the reason in the log and not in the answer', async () => {
    const response = await post(ping, {});
    expect(await response.text()).not.toContain('missing');
    expect(world.lines.join()).toContain('signature_missing');
  });

  it('tells the operator of a sender who goes on trying, once in a while', async () => {
    const app = createApp({ createServices: createFakeServices });
    const headers = { 'cf-connecting-ip': '203.0.113.9' };
    for (let times = 0; times < 100; times += 1) {
      const request = new Request(`${ORIGIN}/interactions`, { method: 'POST', body: ping, headers });
      expect((await app.fetch(request, createEnv() as never)).status).toBe(401);
    }
    const events = world.lines.map((line) => JSON.parse(line).event);
    expect(events.filter((event) => event === 'signature.refused')).toHaveLength(20);
    expect(events.filter((event) => event === 'abuse.suspected')).toHaveLength(3);
    expect(world.lines.join()).not.toContain('203.0.113.9');
  });

  it('refuses a body over the bound', async () => {
    expect((await post('x'.repeat(1_100_000), await sign(''))).status).toBe(413);
  });
});

describe('what is no interaction gets 400', () => {
  it.each<[string, string]>([
    ['not JSON', 'hello'],
    ['an empty body', ''],
    ['null', 'null'],
    ['an array', '[]'],
    ['no type', '{}'],
    ['a type that is text', '{"type":"2"}'],
    ['a command without an id', JSON.stringify({ ...command('help'), id: undefined })],
    ['an id that is no snowflake', JSON.stringify({ ...command('help'), id: '../1' })],
    [
      'a token that would leave its place in the URL',
      JSON.stringify({ ...command('help'), token: 'a/../b' }),
    ],
    ['no user', JSON.stringify({ ...command('help'), user: undefined })],
    ['a command without data', JSON.stringify({ ...command('help'), data: null })],
    [
      'options that are no list',
      JSON.stringify(interaction({ type: 2, data: { name: 'chat', options: {} } })),
    ],
    ['a component without a custom id', JSON.stringify(interaction({ type: 3, data: {} }))],
  ])('%s', async (_, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_request' } });
  });
});

describe('what Libra does not know gets a clear answer', () => {
  it.each([
    ['an unknown command', command('dance'), 'unknown_command'],
    ['an unknown interaction type', interaction({ type: 99 }), 'unknown_interaction'],
    ['a modal', interaction({ type: 5, data: {} }), 'unknown_interaction'],
    [
      'a message command that is called like a slash command',
      interaction({ type: 2, data: { id: '1', name: 'reset', type: 3, target_id: INTERACTION } }),
      'unknown_interaction',
    ],
    ['a foreign button', interaction({ type: 3, data: { custom_id: 'hello' } }), 'unknown_button'],
    ['a chat without a prompt', command('chat'), 'option_missing'],
    ['a prompt that is no text', command('chat', { prompt: 5 }), 'option_missing'],
    ['an empty prompt', command('chat', { prompt: '' }), 'prompt_empty'],
    ['a prompt of blanks and NULs', command('chat', { prompt: ' \0\n\0 ' }), 'prompt_empty'],
    ['100,000 characters', command('chat', { prompt: '가'.repeat(100_000) }), 'prompt_too_long'],
    ['a mute without a duration', command('mute'), 'option_missing'],
    ['a mute of −1', command('mute', { duration: '-1' }), 'duration_negative'],
    ['a mute of 10^9', command('mute', { duration: '1000000000' }), 'duration_too_long'],
    ['a mute of "abc"', command('mute', { duration: 'abc' }), 'duration_malformed'],
  ])('%s', async (_, payload, code) => {
    const answer = await send(payload);
    expect(answer.type).toBe(4);
    expect(answer.data.flags).toBe(EPHEMERAL_TEXT);
    expect(answer.data.content).toContain(code);
    expect(answer.data.allowed_mentions).toEqual({ parse: [] });
    expect(world.jobs).toEqual([]);
  });

  it('names a missing option as Discord shows it to the caller', async () => {
    expect((await send({ ...command('chat'), locale: 'ko' })).data.content).toContain('`질문`');
    expect((await send({ ...command('chat'), locale: 'en-US' })).data.content).toContain('`prompt`');
    expect((await send({ ...command('mute'), locale: 'ko' })).data.content).toContain('`시간`');
  });

  it('offers no choices to an autocompletion', async () => {
    expect(await send(interaction({ type: 4, data: { name: 'chat' } }))).toEqual({
      type: 8,
      data: { choices: [] },
    });
  });

  it('speaks English to a locale that does not exist', async () => {
    expect(blocksOf(await send({ ...command('help'), locale: 'tlh' }))).toEqual(helpIn(en));
    expect(blocksOf(await send({ ...command('help'), locale: 7 }))).toEqual(helpIn(en));
    expect(blocksOf(await send(command('help')))).toEqual(helpIn(ko));
  });
});

describe('/help', () => {
  const buttonsOf = (answer: unknown) =>
    (
      answer as {
        data: { components: { components: { components?: { label: string; custom_id: string }[] }[] }[] };
      }
    ).data.components.flatMap((each) => each.components.flatMap(({ components = [] }) => components));
  const pressing = (customId: string, more: object = {}) =>
    interaction({ type: 3, data: { custom_id: customId, component_type: 2 }, ...more });

  it('says what the server allows, and who may mute', async () => {
    const allowed = { callsPerMin: 100, mayMute: false, mayModerate: false };
    const ofMember = blocksOf(await send(command('help', {}, inGuild('0'))));
    expect(ofMember).toEqual(helpIn(ko, allowed));
    expect(ofMember.join()).toMatch(/20번.*100번/);
    const ofModerator = blocksOf(await send(command('help', {}, inGuild(MANAGE_MESSAGES))));
    expect(ofModerator).toEqual(helpIn(ko, { ...allowed, mayMute: true, mayModerate: true }));
    for (const blocks of [ofMember, ofModerator]) expect(blocks.join()).toContain('메시지 관리');
    expect(ofMember).not.toEqual(ofModerator);
  });

  it('offers examples, each of which is asked as /chat would', async () => {
    const answer = await send(command('help', {}, inGuild('0')));
    const buttons = buttonsOf(answer);
    expect(buttons.map(({ label }) => label)).toEqual(ko.examples);
    for (const { custom_id: customId } of buttons) {
      expect(await send(pressing(customId, inGuild('0', BOB)))).toEqual({ type: 5 });
    }
    expect(world.jobs.map(({ task }) => task)).toEqual(
      ko.examples.map((prompt) => ({ kind: 'answer', prompt })),
    );
    expect(world.jobs.map(({ caller }) => caller.user_id)).toEqual([BOB, BOB, BOB]);
    expect(world.checked.map(({ caller }) => caller.user_id)).toEqual([BOB, BOB, BOB]);
  });

  it('asks no example where Libra is muted, and none that there is not', async () => {
    world.gate = { kind: 'muted', untilMs: NOW_MS + 60_000 };
    expect((await send(pressing('example.0'))).data.content).toBe(ko.stillMuted(NOW_MS / 1000 + 60));
    expect((await send(pressing('example.9'))).data.content).toContain('unknown_button');
    expect(world.jobs).toEqual([]);
  });
});

describe('a proposed action', () => {
  const press = async (action: 'approve' | 'decline') => {
    const custom_id = formatButtonId({
      action,
      deliveryId: '100000000000000077',
      requesterId: ALICE,
      index: 0,
    });
    return (await send(interaction({ type: 3, data: { custom_id, component_type: 2 } }))).data.content;
  };
  const gone = expect.stringContaining('action_gone');
  const blocked: GateVerdict = { kind: 'refused', failure: { code: 'user_blocked', evidence: {} } };

  it('is not approved where Libra is muted or its person blocked by now, and can be declined', async () => {
    world.gate = { kind: 'muted', untilMs: NOW_MS + 60_000 };
    expect(await press('approve')).toBe(ko.stillMuted(NOW_MS / 1000 + 60));
    expect(await press('decline')).toEqual(gone);
    world.gate = blocked;
    expect(await press('approve')).toContain('user_blocked');
  });

  it('is approved beyond the limits of questions: it was paid with its answer', async () => {
    world.gate = { kind: 'refused', failure: { code: 'rate_limit_user', evidence: { limit: 20 } } };
    expect(await press('approve')).toEqual(gone);
  });
});

describe('message commands', () => {
  const TARGET = '300000000000000077';
  const message = (more: object = {}) => ({
    id: TARGET,
    content: 'The meeting is at three.',
    author: { id: BOB, username: 'bob', global_name: 'Bob' },
    embeds: [],
    ...more,
  });
  const used = (name: string, target: object | null = message(), more: object = {}) =>
    interaction({
      type: 2,
      data: {
        id: '1',
        name,
        type: 3,
        target_id: TARGET,
        resolved: target === null ? {} : { messages: { [TARGET]: target } },
      },
      ...more,
    });

  it.each([
    ['Summarise', ko.wishes.summarise],
    ['Translate', ko.wishes.translate],
    ['Explain code', ko.wishes.explainCode],
  ])('%s is deferred for its reader alone, with the message quoted and linked', async (name, wish) => {
    const answer = await send(used(name, message(), inGuild('0')));
    expect(answer).toEqual({ type: 5, data: { flags: EPHEMERAL } });
    const [job] = world.jobs;
    expect(job).toMatchObject({
      isPrivate: true,
      task: {
        kind: 'answer',
        heading: { text: wish.title, link: `https://discord.com/channels/${GUILD}/${CHANNEL}/${TARGET}` },
      },
    });
    const prompt = job?.task.kind === 'answer' ? job.task.prompt : '';
    expect(prompt).toContain('<quoted_message author="Bob">\nThe meeting is at three.\n</quoted_message>');
    expect(prompt.endsWith(`\n\n${wish.instruction}`)).toBe(true);
    expect(job === undefined ? '' : frameOf(job).head).toBe(
      `> ${wish.title} · https://discord.com/channels/${GUILD}/${CHANNEL}/${TARGET}`,
    );
  });

  it('ask in the language that the reader has set, whatever that of their Discord', async () => {
    world.settings = { language: 'en' };
    await send(used('Translate'));
    expect(world.jobs[0]).toMatchObject({
      caller: { locale: 'en' },
      task: {
        heading: { text: en.wishes.translate.title },
        prompt: expect.stringContaining(en.wishes.translate.instruction),
      },
    });
  });

  it.each([
    ['> When do we meet?\nAt three.', 'Bob: When do we meet?'],
    ['>>> \n### Plan\n- At three.', 'Bob: Plan'],
    ['#1 is **the** plan', 'Bob: #1 is **the** plan'],
  ])('name a document after the first words of a message, without marks: %j', async (content, name) => {
    await send(used('Add to documents', message({ content })));
    expect(world.jobs[0]?.task).toMatchObject({ kind: 'documents', items: [{ name }] });
  });

  const promptOf = async (target: object) => {
    await send(used('Summarise', target));
    const { task } = world.jobs[0] ?? {};
    return task?.kind === 'answer' ? task.prompt : '';
  };

  it('read the text of embeds and of what was forwarded', async () => {
    const embeds = [{ title: 'News', description: 'It rains.', fields: [{ name: 'Wind', value: 'strong' }] }];
    expect(await promptOf(message({ content: '', embeds }))).toContain('News\nIt rains.\nWind\nstrong\n');
    world.jobs.length = 0;
    const snapshots = [{ message: { content: 'Forwarded.' } }];
    expect(await promptOf(message({ content: '', message_snapshots: snapshots }))).toContain('Forwarded.');
  });

  it('name who is mentioned, and cut a message that is too long', async () => {
    const mentions = [{ id: BOB, username: 'bob', global_name: 'Bob' }];
    expect(await promptOf(message({ content: `ask <@${BOB}>`, mentions }))).toContain('ask @Bob');
    world.jobs.length = 0;
    const long = await promptOf(message({ content: '가'.repeat(9_000) }));
    expect(long.length).toBeLessThanOrEqual(6_000);
    expect(long).toContain('left out.]');
  });

  it.each([
    ['that did not come along', null, 'message_missing'],
    ['without any text', message({ content: ' ', attachments: [{ id: '1' }] }), 'message_without_text'],
    [
      'that shows nothing',
      message({ content: '\u200b', attachments: [{ id: '1' }] }),
      'message_without_text',
    ],
  ])('tell what is wrong with a message %s', async (_, target, code) => {
    for (const name of ['Ask Libra', 'Summarise']) {
      expect((await send(used(name, target))).data.content).toContain(code);
    }
    expect(world.jobs).toEqual([]);
  });

  it('read the text of a bot, whatever is attached to it', async () => {
    const attachments = Array.from({ length: 10 }, (_, index) => ({
      id: String(index + 1),
      filename: `${index}.png`,
    }));
    const author = { id: BOB, username: 'weather', bot: true };
    const prompt = await promptOf(message({ content: 'It will rain.', author, attachments }));
    expect(prompt).toContain('author="weather">\nIt will rain.\n');
  });

  it('do not ask the model while the channel is muted', async () => {
    world.gate = { kind: 'muted', untilMs: NOW_MS + 60_000 };
    expect((await send(used('Translate'))).type).toBe(4);
    expect(world.jobs).toEqual([]);
  });

  it('Ask Libra opens a modal that holds the message, and its answer is linked to it', async () => {
    const opened = (await send(used('Ask Libra'))) as unknown as { type: number; data: Modal };
    expect(opened.type).toBe(9);
    expect(opened.data.custom_id.length).toBeLessThanOrEqual(100);
    expect(opened.data.title.length).toBeLessThanOrEqual(45);
    expect(opened.data.components[1]?.component).toMatchObject({ value: 'The meeting is at three.' });
    const submitted = (question: string) =>
      interaction({
        type: 5,
        data: {
          custom_id: opened.data.custom_id,
          components: [
            { type: 18, component: { type: 4, custom_id: 'question', value: question } },
            { type: 18, component: { type: 4, custom_id: 'context', value: 'The meeting is at three.' } },
          ],
        },
      });
    expect((await send(submitted(' '))).data.content).toContain('prompt_empty');
    expect(await send(submitted('When?'))).toEqual({ type: 5, data: { flags: EPHEMERAL } });
    expect(world.jobs).toMatchObject([
      {
        isPrivate: true,
        task: {
          heading: { text: 'When?', link: `https://discord.com/channels/@me/${CHANNEL}/${TARGET}` },
          prompt: expect.stringMatching(/author="Bob">\nThe meeting[^<]*<\/quoted_message>\n\nWhen\?$/),
        },
      },
    ]);
  });

  it('a modal that Libra did not open is not known', async () => {
    const payload = interaction({ type: 5, data: { custom_id: 'other', components: [] } });
    expect((await send(payload)).data.content).toContain('unknown_interaction');
  });

  it('what follows a private answer is private too', async () => {
    const customId = formatButtonId({
      action: 'retry',
      deliveryId: '300000000000000009',
      requesterId: ALICE,
    });
    const press = interaction({
      type: 3,
      data: { custom_id: customId, component_type: 2 },
      message: { id: '7', flags: EPHEMERAL | SUPPRESS_EMBEDS },
    });
    expect(await send(press)).toEqual({ type: 5, data: { flags: EPHEMERAL } });
  });
});

describe('a private answer', () => {
  it('is deferred for its person alone, and the wish is no part of the question', async () => {
    expect(await send(command('chat', { prompt: 'answer privately: what is love?' }))).toEqual({
      type: 5,
      data: { flags: EPHEMERAL },
    });
    expect(world.jobs).toMatchObject([
      { isPrivate: true, task: { kind: 'answer', prompt: 'what is love?' } },
    ]);
  });

  it('without a question is explained', async () => {
    const { content } = (await send(command('chat', { prompt: '나만 보이게 답해줘' }))).data;
    expect(content).toBe(ko.privateAnswer);
    expect(world.jobs).toEqual([]);
  });

  it('is given where what is asked is a file, or a model is named', async () => {
    const attachments = {
      '9': {
        id: '9',
        filename: 'pay.txt',
        size: 5,
        url: 'https://cdn.discordapp.com/pay.txt?ex=1',
        content_type: 'text/plain',
      },
    };
    const prompt = { name: 'prompt', type: 3, value: '나만 보이게 답해줘' };
    const options = [prompt, { name: 'file', type: 11, value: '9' }];
    const data = { id: '1', name: 'chat', type: 1, options, resolved: { attachments } };
    const hidden = { type: 5, data: { flags: EPHEMERAL } };
    expect(await send(interaction({ type: 2, data }))).toEqual(hidden);
    expect(await send(command('chat', { prompt: 'answer privately', model: 'gpt-5' }))).toEqual(hidden);
    expect(world.jobs.map(({ isPrivate }) => isPrivate)).toEqual([true, true]);
  });
});

describe('/chat', () => {
  it('opens no thread where settings make its answer private', async () => {
    const where = {
      ...inGuild(String(1n << 35n)),
      app_permissions: String(1n << 35n),
      authorizing_integration_owners: { '0': GUILD },
    };
    const ask = () => send(command('chat', { prompt: '안녕?', thread: true }, where));
    expect(await ask()).toEqual({ type: 5 });
    world.settings = { privateAnswers: true };
    expect((await ask()).data.content).toContain('thread_private');
    expect(world.jobs).toHaveLength(1);
  });

  it('hands the question over and defers', async () => {
    const answer = await send(command('chat', { prompt: '  안녕, 너는 누구야?  ' }, inGuild('0')));
    expect(answer).toEqual({ type: 5 });
    expect(world.jobs).toEqual([
      {
        interactionId: INTERACTION,
        seenSettings: { server: 4 },
        token: 'aW50ZXJhY3Rpb24.token_1',
        caller: { user_id: ALICE, guild_id: GUILD, channel_id: CHANNEL, locale: 'ko' },
        task: { kind: 'answer', prompt: '안녕, 너는 누구야?' },
        actions: [],
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        receivedAtMs: NOW_MS,
      },
    ]);
  });

  it('drops NUL and replaces lone surrogates', async () => {
    await send(command('chat', { prompt: 'a\0b\ud800c' }));
    expect(world.jobs[0]?.task).toEqual({ kind: 'answer', prompt: 'ab\ufffdc' });
  });

  it('takes the longest prompt that it allows', async () => {
    expect(await send(command('chat', { prompt: 'x'.repeat(MAX_PROMPT_CHARS) }))).toEqual({ type: 5 });
  });

  it('answers a known intent without the model', async () => {
    expect(blocksOf(await send(command('chat', { prompt: '도움말' })))).toEqual(helpIn(ko));
    expect(world.jobs).toEqual([]);
  });

  it('refuses a person beyond the public limit before it does anything else', async () => {
    world.withinPublicLimit = false;
    const answer = await send(command('chat', { prompt: 'hi' }));
    expect(answer.data.flags).toBe(EPHEMERAL_TEXT);
    expect(answer.data.content).toMatch(/-# rate_limited$/);
    expect(world.jobs).toEqual([]);
  });

  it.each(['\u200b', '\u3164\u200d', '\u202e \ufeff'])(
    'takes %j for an empty prompt: it shows nothing',
    async (prompt) => {
      const answer = await send(command('chat', { prompt }));
      expect(answer.data.content).toMatch(/-# prompt_empty$/);
      expect(world.jobs).toEqual([]);
    },
  );

  it('tells only the caller while the channel is muted, and until when', async () => {
    world.gate = { kind: 'muted', untilMs: NOW_MS + 30_000 };
    const answer = await send(command('chat', { prompt: '안녕?' }));
    expect(answer.data.flags).toBe(EPHEMERAL_TEXT);
    expect(answer.data.content).toContain(`<t:${NOW_MS / 1000 + 30}:R>`);
    expect(world.jobs).toEqual([]);
  });

  it('hands over what looking at it anew needs, where it is let through from memory', async () => {
    world.remembers = true;
    world.settings = { language: 'en', privateAnswers: true };
    await send(command('chat', { prompt: '안녕?' }, inGuild('8')));
    await send(command('chat', { prompt: '나만 보이게 답해줘: 안녕?' }, inGuild('8')));
    expect(world.jobs.map(({ unchecked }) => unchecked)).toEqual([
      { locale: 'ko', permissions: 8n, wantsPrivate: false },
      { locale: 'ko', permissions: 8n, wantsPrivate: true },
    ]);
  });

  it('with files is never let through from memory: they are read before the bff has looked at it', async () => {
    world.remembers = true;
    const parsed = parseInteraction(JSON.stringify(command('chat', { prompt: '안녕?' })));
    if (!parsed.ok || parsed.interaction.kind === 'ping') throw new Error('no interaction');
    const caller = { user_id: ALICE, guild_id: null, channel_id: CHANNEL, locale: 'ko' } as const;
    const context = {
      interaction: parsed.interaction,
      caller,
      texts: ko,
      services: createFakeServices(),
    };
    await askModel(context, { kind: 'answer', prompt: '안녕?', files: [] }, { isPrivate: false });
    expect(world.jobs).toMatchObject([{ task: { prompt: '안녕?' } }]);
    expect(world.jobs[0]).not.toHaveProperty('unchecked');
  });

  it('tells only the caller that a limit is used up, before anything is deferred', async () => {
    const failure = {
      code: 'rate_limit_user',
      evidence: { limit: 20, resets_at: NOW_MS / 1000 + 30 },
    } as const;
    world.gate = { kind: 'refused', failure };
    const answer = await send(command('chat', { prompt: '안녕?' }));
    expect(answer.type).toBe(4);
    expect(answer.data.flags).toBe(EPHEMERAL_TEXT);
    expect(answer.data.content).toMatch(/20회.*<t:\d+:R>[\s\S]*-# rate_limit_user$/);
    expect(world.jobs).toEqual([]);
  });

  it.each([
    [11, '400000000000000009'],
    [0, null],
  ])('asks for the channel of a thread, too: type %i', async (type, parentId) => {
    const channel = { id: CHANNEL, type, parent_id: '400000000000000009' };
    await send(command('chat', { prompt: '안녕?' }, { channel }));
    expect(world.checked).toMatchObject([{ place: { channelId: CHANNEL, parentId } }]);
  });

  describe('where a server has set something', () => {
    const MANAGE_CHANNELS = (1n << 4n).toString();
    const asMember = (permissions: string) => ({
      guild_id: GUILD,
      user: undefined,
      member: { user: { id: ALICE }, permissions, roles: ['71'] },
    });

    it('refuses in a channel without answers, and tells who may change it how', async () => {
      world.gate = { kind: 'not_here' };
      const told = async (permissions: string) => {
        const answer = await send(command('chat', { prompt: '안녕?' }, asMember(permissions)));
        expect(answer.data.flags).toBe(EPHEMERAL_TEXT);
        return answer.data.content;
      };
      expect(await told('0')).toContain(ko.settingsEffects.notHere([]));
      expect(await told(MANAGE_CHANNELS)).toContain(ko.settingsEffects.notHereForManagers);
      expect(world.jobs).toEqual([]);
    });

    it('speaks its language, hides the question and shows the answer to the caller alone', async () => {
      world.settings = { language: 'en', showQuestion: false, privateAnswers: true };
      const answer = await send(command('chat', { prompt: '안녕?' }));
      expect(answer).toMatchObject({ type: 5, data: { flags: 64 } });
      const [job] = world.jobs;
      expect(job).toMatchObject({ caller: { locale: 'en' }, isPrivate: true, seenSettings: { server: 4 } });
      expect(job === undefined ? '' : frameOf(job).head).toBe('');
    });

    it('keeps the link of a message command above its answer', () => {
      const place = {
        settings: { ...NOTHING_SET, showQuestion: false },
        answersIn: [],
        seen: {},
        roleIds: [],
      };
      const heading = { text: 'Summary', link: 'https://discord.com/channels/1/2/3' };
      expect(
        taskWith({ kind: 'answer', prompt: 'x', heading }, place, { guildId: null, permissions: 0n }),
      ).toEqual({
        kind: 'answer',
        prompt: 'x',
        heading,
      });
    });
  });

  it('says who asks, as the others see them', async () => {
    const user = { id: ALICE, username: 'alice', global_name: 'Alice' };
    const named = (nick: string | null) => ({ ...inGuild('0'), member: { user, nick, permissions: '0' } });
    await send(command('chat', { prompt: 'a' }, named('앨\u202e리스\n')));
    await send(command('chat', { prompt: 'b' }, named(null)));
    await send(command('chat', { prompt: 'c' }, { user: { id: ALICE, username: 'alice' } }));
    expect(world.jobs.map(({ caller }) => caller.display_name)).toEqual(['앨리스', 'Alice', 'alice']);
  });

  it('names in a prompt who and what is mentioned', async () => {
    const payload = command('chat', { prompt: `<@${ALICE}> <@!${BOB}> <@&1> <#${CHANNEL}> <@${GUILD}>` });
    const resolved = {
      users: { [ALICE]: { username: 'alice' }, [BOB]: { username: 'bob', global_name: 'Bob' } },
      members: { [BOB]: { nick: '밥' } },
      channels: { [CHANNEL]: { name: '일반' } },
    };
    await send({ ...payload, data: { ...(payload as { data: object }).data, resolved } });
    expect(world.jobs[0]?.task).toMatchObject({ prompt: `@alice @밥 <@&1> #일반 <@${GUILD}>` });
  });

  it('understands a wish behind a mention of Libra', async () => {
    const payload = command('chat', { prompt: `<@${BOB}> 5분만 조용히 해줘` }, inGuild(MANAGE_MESSAGES));
    const resolved = { users: { [BOB]: { username: 'Libra', bot: true } } };
    await send({ ...payload, data: { ...(payload as { data: object }).data, resolved } });
    expect(world.mutes).toEqual([{ channelId: CHANNEL, untilMs: NOW_MS + 300_000 }]);
  });

  it('defers a second time when Discord sends the same interaction twice', async () => {
    world.accept = 'duplicate';
    expect(await send(command('chat', { prompt: '안녕?' }))).toEqual({ type: 5 });
  });

  it('says so when the question cannot be handed over', async () => {
    world.accept = 'fails';
    expect((await send(command('chat', { prompt: '안녕?' }))).data.content).toContain('internal');
  });

  it('writes no prompt, no token and no user id to the log', async () => {
    await send(command('chat', { prompt: 'my secret question' }));
    const log = world.lines.join('\n');
    expect(log).toContain('interaction.answered');
    expect(log).not.toMatch(new RegExp(`secret question|token_1|${ALICE}`));
  });
});

describe('/mute', () => {
  it('needs a moderator in a guild', async () => {
    const answer = await send(command('mute', { duration: '30' }, inGuild('0')));
    expect(answer.data.content).toContain('mute_forbidden');
    expect(world.mutes).toEqual([]);
  });

  it('is for everyone in a direct message', async () => {
    const answer = await send(command('mute', { duration: '30' }));
    expect(world.mutes).toEqual([{ channelId: CHANNEL, untilMs: NOW_MS + 30_000 }]);
    expect(answer.data.flags).toBe(SUPPRESS_EMBEDS);
    expect(answer.data.content).toContain(`<t:${NOW_MS / 1000 + 30}:R>`);
  });

  it.each([
    ['5분', 300],
    ['half a minute', 30],
    [90, 90],
  ])('understands %s', async (duration, seconds) => {
    await send(command('mute', { duration }, inGuild(MANAGE_MESSAGES)));
    expect(world.mutes[0]?.untilMs).toBe(NOW_MS + seconds * 1000);
  });

  it('ends with 0', async () => {
    await send(command('mute', { duration: '0' }, inGuild(MANAGE_MESSAGES)));
    expect(world.mutes).toEqual([{ channelId: CHANNEL, untilMs: null }]);
  });

  it('says that a thread stays muted with its channel', async () => {
    world.muteWrite = { kind: 'done', channelUntilMs: NOW_MS + 60_000 };
    const answer = await send(command('mute', { duration: '0' }));
    expect(answer.data.content).toBe(ko.unmutedInMutedChannel(NOW_MS / 1000 + 60));
  });

  it('says so when it cannot be stored', async () => {
    world.muteWrite = { kind: 'failed' };
    expect((await send(command('mute', { duration: '30' }))).data.content).toContain('mute_unavailable');
  });
});

describe('/chat with a thread', () => {
  const PUBLIC_THREADS = (1n << 35n).toString();
  const wanted = (more: object = {}) => {
    const options = [
      { name: 'prompt', type: 3, value: '안녕' },
      { name: 'thread', type: 5, value: true },
    ];
    return interaction({
      type: 2,
      data: { id: '1', name: 'chat', type: 1, options },
      ...inGuild(PUBLIC_THREADS),
      channel: { id: CHANNEL, type: 0 },
      app_permissions: PUBLIC_THREADS,
      authorizing_integration_owners: { 0: GUILD },
      ...more,
    });
  };

  it('hands the wish over with the question', async () => {
    expect((await send(wanted())).type).toBe(5);
    expect(world.jobs[0]?.task).toMatchObject({ thread: { state: 'wanted' } });
  });

  it('is never let through from memory: the thread is opened before the bff has looked at it', async () => {
    world.remembers = true;
    await send(wanted());
    expect(world.jobs[0]).not.toHaveProperty('unchecked');
  });

  it('asks nobody where there can be none', async () => {
    world.hasBotToken = false;
    expect((await send(wanted())).data).toMatchObject({
      content: expect.stringContaining('thread_unavailable'),
      flags: EPHEMERAL_TEXT,
    });
    world.hasBotToken = true;
    expect((await send(wanted({ app_permissions: '0' }))).data.content).toContain('thread_forbidden');
    expect([world.jobs, world.checked]).toEqual([[], []]);
  });
});

describe('/history', () => {
  const press = (customId: string, values?: string[]) =>
    interaction({
      type: 3,
      data: { custom_id: customId, component_type: 3, ...(values === undefined ? {} : { values }) },
      message: { id: '1', flags: EPHEMERAL },
    });

  it('is read, paged and forgotten in the name of who presses', async () => {
    expect((await send(command('history'))).data.content).toBe(ko.conversations.history.empty);
    expect((await send(press(`history.1.${ALICE}`))).type).toBe(7);
    expect((await send(press(`forget.0.${ALICE}`, ['17']))).type).toBe(7);
    expect((await send(press(`forget.0.${ALICE}`, ['1 or 1']))).type).toBe(7);
    expect(world.written).toEqual(['history ', 'history ', 'history 17', 'history ']);
  });

  it('of somebody else is refused', async () => {
    for (const id of [`history.1.${BOB}`, `forget.0.${BOB}`])
      expect((await send(press(id, ['17']))).data.content).toContain('button_forbidden');
    expect(world.written).toEqual([]);
  });

  it('says so when it cannot be read', async () => {
    world.history = { ok: false, failure: { code: 'upstream_unreachable' } };
    expect((await send(command('history'))).data.content).toContain('history_unavailable');
  });
});

describe('/reset and /status', () => {
  it('says how much was forgotten', async () => {
    expect((await send(command('reset'))).data.content).toBe(ko.reset(4));
  });

  it('of a conversation of the channel is for everybody to see, or the person is told who may end it', async () => {
    world.reset = { ok: true, value: { forgotten_messages: 4, shared: 'ended' } };
    const { data } = await send(command('reset', {}, inGuild(MANAGE_MESSAGES)));
    expect([data.content, (data.flags ?? 0) & EPHEMERAL]).toEqual([ko.conversations.shared.ended(4), 0]);
    world.reset = { ok: true, value: { forgotten_messages: 0, shared: 'kept' } };
    expect((await send(command('reset', {}, inGuild('0')))).data).toMatchObject({
      content: ko.conversations.shared.kept,
      flags: EPHEMERAL_TEXT,
    });
    expect(world.written).toEqual(['reset as moderator', 'reset']);
    // Everybody is a moderator of their own direct messages, which is no word on a channel.
    await send(command('reset'));
    expect(world.written.at(-1)).toBe('reset');
  });

  it('says so when the conversation cannot be reset', async () => {
    world.reset = { ok: false, failure: { code: 'upstream_unreachable' } };
    expect((await send(command('reset'))).data.content).toContain('reset_unavailable');
  });

  it('shows a status even when the bff is silent', async () => {
    const answer = await send(command('status'));
    expect(answer.data.content).toContain('1.2.3');
    expect(answer.data.content).toContain(ko.status.bff_silent);
  });

  it('shows every part, the allowance and what is degraded', async () => {
    const status: BffStatus = {
      version: '1.2.3',
      parts: {
        redis: { state: 'down', latency_ms: 300 },
        database: { state: 'slow', latency_ms: 900 },
        llm: { state: 'ok', latency_ms: 3.4 },
      },
      degraded: true,
      calls: { user_limit: 20, user_remaining: 7, guild_limit: 100, guild_remaining: null },
      budget: { tokens_limit: 300_000, tokens_spent: 4_000, micro_usd_limit: 0, micro_usd_spent: 9 },
      today: { calls: 3, total_tokens: 1234, cost_micro_usd: 5600 },
      llm: {
        version: '1.2.3',
        default_model: 'gpt-4o-mini',
        fallback_model: null,
        circuits: [{ target: 'openai/gpt-4o-mini', state: 'open', retry_at_ms: NOW_MS + 15_000 }],
      },
    };
    world.status = { ok: true, value: status };
    const { content } = (await send({ ...command('status'), locale: 'en-US' })).data;
    const minuteEnd = Math.ceil(callsResetMs(NOW_MS) / 1000);
    const dayEnd = nextUtcMidnight(NOW_MS) / 1000;
    for (const part of [
      '🔴 Redis: down',
      '🟡 Database: slow (900 ms)',
      '7 of 20',
      'unknown of 100',
      '1,234',
      `**Your questions left: 7 of 20 a minute** — more <t:${minuteEnd}:R>\n`,
      `Your budget left today: 296,000 tokens — all of it <t:${dayEnd}:R>\n`,
      '🟢 Working: Bot, Conversations, AI gateway\n',
      'openai/gpt-4o-mini',
    ]) {
      expect(content).toContain(part);
    }
    expect(content).toContain(en.status.degraded);
    expect(content).toMatch(/^\*\*Your questions left/);
    expect(content.length).toBeLessThanOrEqual(2_000);
  });
});

describe('/status of a service that is well', () => {
  it('says so in one line', async () => {
    const ok = { state: 'ok', latency_ms: 3 } as const;
    world.status = {
      ok: true,
      value: {
        version: '1.2.3',
        parts: { redis: ok, database: ok, llm: ok },
        degraded: false,
        calls: { user_limit: 20, user_remaining: 20, guild_limit: null, guild_remaining: null },
        budget: null,
        today: { calls: 0, total_tokens: 0, cost_micro_usd: 0 },
        llm: { version: '1', default_model: 'm', fallback_model: null, circuits: [] },
      },
    };
    const { content } = (await send(command('status'))).data;
    expect(content.match(/[🟢🟡🔴]/gu)).toEqual(['🟢']);
    expect(content).toContain(`🟢 ${ko.status.healthy(Object.values(ko.status.parts).join(', '))}`);
    expect(content.split('\n')[0]).toBe(ko.status.calls(20, 20, null));
  });
});

describe('the row under a whole answer', () => {
  const DELIVERY = '300000000000000009';
  function press(action: UnderButton['action'], more: object = {}, values?: string[]): object {
    const customId = formatButtonId({ action, deliveryId: DELIVERY, requesterId: ALICE });
    const data = { custom_id: customId, component_type: 3, ...(values === undefined ? {} : { values }) };
    return interaction({ type: 3, data, ...more });
  }
  const choose = (choice: string) => press('more', {}, [choice]);

  it.each<[object, string, number]>([
    [press('regenerate'), 'regenerate', 6],
    [choose('shorter'), 'shorter', 6],
    [choose('longer'), 'longer', 6],
    [press('earlier'), 'earlier', 6],
    [press('later'), 'later', 6],
    [choose('file'), 'file', 5],
  ])('hands a press to the delivery that keeps the answer: %#', async (pressed, wish, type) => {
    expect((await send(pressed)).type).toBe(type);
    expect(world.pressed).toEqual([wish]);
  });

  it('asks the limits before another version, and before nothing else', async () => {
    world.gate = { kind: 'muted', untilMs: NOW_MS + 5_000 };
    expect((await send(press('regenerate'))).data.content).toContain('🤫');
    expect(world.pressed).toEqual([]);
    expect(await send(press('good'))).toEqual({ type: 6 });
  });

  it.each<[UnderVerdict, object, string]>([
    [{ kind: 'gone' }, press('regenerate'), 'answer_expired'],
    [{ kind: 'gone' }, choose('file'), 'answer_expired'],
    [{ kind: 'busy' }, press('later'), 'answer_busy'],
    [{ kind: 'unavailable' }, press('bad'), 'rating_unavailable'],
    [{ kind: 'unavailable' }, choose('forget'), 'forget_unavailable'],
  ])('says why it cannot, to who pressed alone: %j', async (verdict, pressed, code) => {
    world.under = verdict;
    const { type, data } = await send(pressed);
    expect([type, (data.flags ?? 0) & 64]).toEqual([4, 64]);
    expect(data.content).toMatch(new RegExp(`-# ${code}$`));
  });

  it('is for nobody but the requester, moderators included', async () => {
    for (const by of [inGuild('0', BOB), inGuild(MANAGE_MESSAGES, BOB)]) {
      expect((await send(press('good', by))).data.content).toMatch(/-# answer_forbidden$/);
    }
    expect(world.pressed).toEqual([]);
  });

  it('goes on with Continue as the button does, and knows no other choice', async () => {
    expect(await send(choose('continue'))).toEqual({ type: 5 });
    expect(world.followed).toMatchObject([{ action: 'continue', job: { answerId: DELIVERY } }]);
    expect((await send(choose('everything'))).data.content).toContain('unknown_button');
  });
});

describe('buttons', () => {
  const DELIVERY = '300000000000000009';
  function press(action: 'stop' | 'retry' | 'continue', more: object = {}): object {
    const customId = formatButtonId({ action, deliveryId: DELIVERY, requesterId: ALICE });
    return interaction({ type: 3, data: { custom_id: customId, component_type: 2 }, ...more });
  }

  it('stop for the requester, leaving the message to the delivery', async () => {
    expect(await send(press('stop'))).toEqual({ type: 6 });
  });

  it.each([
    ['stop', 6],
    ['retry', 5],
    ['continue', 5],
  ] as const)('%s for a moderator of the guild, and for nobody else', async (action, type) => {
    expect((await send(press(action, inGuild('0', BOB)))).data.content).toContain('button_forbidden');
    expect((await send(press(action, { user: { id: BOB } }))).data.content).toContain('button_forbidden');
    expect(world.jobs).toEqual([]);
    expect(await send(press(action, inGuild(MANAGE_MESSAGES, BOB)))).toEqual({ type });
  });

  it('say that there is nothing to stop any more', async () => {
    world.stop = 'ended';
    expect((await send(press('stop'))).data.content).toContain('unknown_button');
  });

  it('ask the same again, as a new delivery of the person who pressed', async () => {
    expect(await send(press('retry'))).toEqual({ type: 5 });
    expect(world.followed).toMatchObject([
      { action: 'retry', job: { interactionId: INTERACTION, prompt: null, answerId: DELIVERY } },
    ]);
  });

  it('ask for the rest of a cut answer', async () => {
    expect(await send(press('continue'))).toEqual({ type: 5 });
    expect(world.followed).toMatchObject([{ action: 'continue', job: { prompt: ko.continuePrompt } }]);
  });

  it('ask for, and at the cost of, the person who presses', async () => {
    await send(press('continue', inGuild(MANAGE_MESSAGES, BOB)));
    await send(press('retry', inGuild(MANAGE_MESSAGES, BOB)));
    expect(world.followed.map(({ job }) => job.caller.user_id)).toEqual([BOB, BOB]);
    expect(world.checked.map(({ caller }) => caller.user_id)).toEqual([BOB, BOB]);
  });

  it('note a moderator’s delivery for the person who was answered, so that their erasure finds it', async () => {
    await send(press('retry', inGuild(MANAGE_MESSAGES, BOB)));
    expect(world.notedFor).toEqual([ALICE]);
  });

  it('note nothing more for one’s own answer', async () => {
    await send(press('retry'));
    expect(world.notedFor).toEqual([]);
  });

  it.each<[string, object, Partial<typeof world.owner>]>([
    ["somebody else's answer, as one's own", { user: { id: ALICE } }, { userId: BOB }],
    ['an answer of another guild', inGuild(MANAGE_MESSAGES, BOB), { guildId: '500000000000000002' }],
    ['an answer of another channel', inGuild(MANAGE_MESSAGES, BOB), { channelId: BOB }],
  ])('that name %s are refused, and the operator is told', async (_, by, owner) => {
    Object.assign(world.owner, owner);
    for (const action of ['stop', 'retry', 'continue'] as const) {
      expect((await send(press(action, by))).data.content).toMatch(/-# button_forbidden$/);
    }
    expect(world.followed).toEqual([]);
    const lines = world.lines.filter((line) => line.includes('press.refused'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', action: 'stop', reason: 'forged' },
      { action: 'retry' },
      { action: 'continue' },
    ]);
  });

  it('give nobody a name but their own', async () => {
    const named = (id: string) => ({
      ...inGuild('0'),
      member: { user: { id, username: `n${id}` }, permissions: MANAGE_MESSAGES },
    });
    await send(press('continue', named(BOB)));
    await send(press('continue', named(ALICE)));
    expect(world.followed.map(({ job }) => job.caller.display_name)).toEqual([`n${BOB}`, `n${ALICE}`]);
  });

  it.each(['retry', 'continue'] as const)('%s is refused early like a question', async (action) => {
    world.gate = { kind: 'refused', failure: { code: 'budget_user' } };
    expect((await send(press(action))).data.content).toMatch(/-# budget_user$/);
    expect(world.followed).toEqual([]);
    world.gate = { kind: 'muted', untilMs: NOW_MS + 30_000 };
    expect((await send(press(action))).data.content).toContain(':R>');
  });

  it('answer a press that comes again like the first one', async () => {
    world.follow = 'duplicate';
    expect(await send(press('retry'))).toEqual({ type: 5 });
  });

  it('work once', async () => {
    world.follow = 'gone';
    expect((await send(press('retry'))).data.content).toContain('button_expired');
  });

  it('say so when what follows cannot be handed over', async () => {
    world.follow = 'fails';
    const answer = await send(press('retry'));
    expect(answer.data.flags).toBe(EPHEMERAL_TEXT);
    expect(answer.data.content).toMatch(/-# internal$/);
    expect(world.lines.join()).toContain('button.failed');
  });
});

describe('/privacy', () => {
  const unreachable = { ok: false, failure: { code: 'upstream_unreachable' } } as const;
  function choose(name: string, options: object[] = []): object {
    const data = { id: '1', name: 'privacy', options: [{ name, type: 1, options }] };
    return interaction({ type: 2, data, attachment_size_limit: 5_000 });
  }

  it('shows what is stored to the caller alone', async () => {
    const { data } = await send(choose('show'));
    expect(data.flags).toBe(EPHEMERAL_TEXT);
    expect(data.content).toContain('메시지 14개');
    expect(data.content).toContain(`<t:${NOW_MS / 1000}:D>`);
    expect(data.content).toContain('30일');
  });

  it('sends everything as a file that only the caller sees, as large as Discord lets it be', async () => {
    expect(await send(choose('export'))).toEqual({ type: 5, data: { flags: EPHEMERAL } });
    expect(world.jobs[0]?.task).toEqual({ kind: 'export', maxBytes: 5_000, deliveries: [] });
    // An erasure finds this delivery, too.
    expect(world.notes).toEqual([world.jobs[0]?.interactionId]);
  });

  it('takes the choice whether to remember', async () => {
    const off = await send(choose('remember', [{ name: 'enabled', type: 5, value: false }]));
    expect(off.data.content).toBe(ko.privacy.remembering(false));
    expect((await send(choose('remember'))).data.content).toContain('option_missing');
  });

  it('asks before it erases', async () => {
    const answer = (await send(choose('erase'))) as Answer & { data: { components: unknown } };
    expect(answer.data.content).toBe(ko.privacy.confirmErasure);
    expect(JSON.stringify(answer.data.components)).toMatch(new RegExp(`erase.${ALICE}.*keep.${ALICE}`));
  });

  it('erases when the person says so, and says what went', async () => {
    const press = interaction({
      type: 3,
      data: { custom_id: formatButtonId({ action: 'erase', requesterId: ALICE }) },
    });
    const answer = await send(press);
    expect(answer.type).toBe(7);
    expect(answer.data).toMatchObject({
      content: ko.privacy.erased(14, false),
      components: [],
      flags: SUPPRESS_EMBEDS,
    });
  });

  describe('an erasure', () => {
    const press = () =>
      interaction({ type: 3, data: { custom_id: formatButtonId({ action: 'erase', requesterId: ALICE }) } });
    const [first, second] = [snowflakeAt(NOW_MS - 1_000), snowflakeAt(NOW_MS - 2_000)];
    const receipt = { erased_conversations: 0, erased_messages: 1, interactions: [first, second] };

    it('ends every delivery of the person before the bff erases, and then those that only the bff knew', async () => {
      world.noted = [first];
      world.erase = { ok: true, value: { ...receipt, readings: ['a document'], answers_kept: false } };
      expect((await send(press())).data.content).toBe(ko.privacy.erased(1, false));
      expect(world.forgotten).toEqual(['a document']);
      expect(world.written).toEqual([`erase ${first}`, 'erase', `erase ${second}`]);
      expect(world.dropped).toEqual([ALICE]);
    });

    it('says what is left when Redis is out, and keeps what it has noted', async () => {
      world.noted = null;
      world.erase = { ok: true, value: { ...receipt, answers_kept: true } };
      expect((await send(press())).data.content).toBe(ko.privacy.erased(1, true));
      expect(world.erasedDeliveries).toEqual([first, second]);
      expect(world.dropped).toEqual([]);
    });

    it('is said to have failed when a delivery does not answer, though the rest is erased', async () => {
      Object.assign(world, { noted: [first], silentDelivery: first });
      world.erase = { ok: true, value: { ...receipt, answers_kept: false } };
      expect((await send(press())).data.content).toContain('privacy_unavailable');
      expect(world.written).toEqual(['erase', `erase ${second}`]);
      expect(world.dropped).toEqual([]);
    });
  });

  it('erases nothing when the person keeps it', async () => {
    world.erase = unreachable;
    const press = interaction({
      type: 3,
      data: { custom_id: formatButtonId({ action: 'keep', requesterId: ALICE }) },
    });
    expect((await send(press)).data.content).toBe(ko.privacy.kept);
  });

  it('refuses the press of anybody else, moderators included', async () => {
    const custom_id = formatButtonId({ action: 'erase', requesterId: ALICE });
    const press = interaction({ type: 3, data: { custom_id }, ...inGuild(MANAGE_MESSAGES, BOB) });
    expect((await send(press)).data.content).toContain('button_forbidden');
  });

  it('says so when the database is out of reach', async () => {
    world.summary = unreachable;
    world.erase = unreachable;
    expect((await send(choose('show'))).data.content).toContain('privacy_unavailable');
    const press = interaction({
      type: 3,
      data: { custom_id: formatButtonId({ action: 'erase', requesterId: ALICE }) },
    });
    expect((await send(press)).data.content).toContain('privacy_unavailable');
  });

  it('knows no other sub-command', async () => {
    expect((await send(choose('sell'))).data.content).toContain('unknown_command');
  });
});

describe('an interaction that is sent again', () => {
  const erase = () =>
    interaction({ type: 3, data: { custom_id: formatButtonId({ action: 'erase', requesterId: ALICE }) } });
  const remember = () => {
    const options = [{ name: 'enabled', type: 5, value: false }];
    return interaction({
      type: 2,
      data: { name: 'privacy', options: [{ name: 'remember', type: 1, options }] },
    });
  };
  const writing: [string, () => object, string][] = [
    ['reset', () => command('reset'), 'reset'],
    ['a reset in words', () => command('chat', { prompt: '대화 초기화해줘' }), 'reset'],
    ['privacy remember', remember, 'remember'],
    ['an erase press', erase, 'erase'],
  ];

  it.each(writing)('changes nothing the second time: %s', async (_, payload, written) => {
    await send(payload());
    world.claim = 'again';
    expect((await send(payload())).data.content).toMatch(/-# already_handled$/);
    expect(world.written).toEqual([written]);
    expect(world.claims).toEqual([INTERACTION, INTERACTION]);
  });

  it.each(writing)(
    'changes nothing when it cannot be told whether it is the first: %s',
    async (_, payload) => {
      world.claim = 'fails';
      expect((await send(payload())).data.content).toMatch(/_unavailable$/);
      expect(world.written).toEqual([]);
    },
  );

  it('mutes nothing the second time', async () => {
    world.muteWrite = { kind: 'again' };
    for (const duration of ['30', '0'])
      expect((await send(command('mute', { duration }))).data.content).toMatch(/-# already_handled$/);
  });

  it('claims nothing for what only reads', async () => {
    for (const payload of [command('help'), command('status'), command('chat', { prompt: '안녕?' })])
      await send(payload);
    expect(world.claims).toEqual([]);
  });

  it.each([
    ['a command', () => command('mute', { duration: '30' })],
    ['a press', erase],
    ['a modal', () => interaction({ type: 5, data: {} })],
  ])('is refused once its token is dead, like a wrong signature: %s', async (_, payload) => {
    const sent = async (ageMs: number) =>
      post(JSON.stringify({ ...payload(), id: snowflakeAt(NOW_MS - ageMs) }));
    expect((await sent(14 * 60_000)).status).toBe(200);
    const late = await sent(15 * 60_000);
    expect(late.status).toBe(401);
    expect(await late.text()).not.toContain('expired');
    expect(world.lines.join()).toContain('interaction_expired');
    expect(world.mutes.length + world.written.length).toBeLessThanOrEqual(1);
  });

  it.each([-301, 301])('is refused when it was signed %i s ago', async (ageSec) => {
    const body = JSON.stringify(command('mute', { duration: '30' }));
    const response = await post(body, await sign(body, String(NOW_MS / 1000 - ageSec)));
    expect(response.status).toBe(401);
    expect(world.lines.join()).toContain('signature_stale');
    expect(world.mutes).toEqual([]);
  });
});

describe('other requests', () => {
  it('GET /health gives the version', async () => {
    const response = await get('/health', { ...createEnv(), LIBRA_VERSION: '9.9' });
    expect(await response.json()).toEqual({ status: 'ok', version: '9.9' });
  });

  it('refuses what is not there', async () => {
    expect((await get('/')).status).toBe(404);
    expect((await get('/interactions/')).status).toBe(404);
    expect((await get('/interactions')).status).toBe(405);
  });

  it('answers 500 and names what is missing in the log alone when it is not configured', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const response = await get('/health', { ...createEnv(), DISCORD_PUBLIC_KEY: 'xyz' });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('DISCORD');
    expect(String(log.mock.calls)).toContain('DISCORD_PUBLIC_KEY must be 64 hexadecimal digits');
    expect(String(log.mock.calls)).not.toContain('xyz');
  });
});

function snowflakeAt(atMs: number): string {
  return ((BigInt(atMs) - 1_420_070_400_000n) << 22n).toString();
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
