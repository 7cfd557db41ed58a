/** Whatever comes in at a public door is answered, soon, and never by a 5xx. */
import { createPrivateKey, sign } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createSnowflakes } from '../../dev/discord/world/snowflake.ts';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { RESET_PATH, STATUS_PATH } from '../../shared/contract/routes.ts';
import { useStack } from '../use-stack.ts';

const running = useStack({
  vars: { bff: { LLM_CALLS_PER_MIN: '100000', LLM_GUILD_CALLS_PER_MIN: '100000' } },
});
const RUNS = { numRuns: 120 };
/** Longer than anything here takes on a busy machine: its end is a hang. */
const PATIENCE_MS = 20_000;

/** JSON that is nearly a chat request: each field right, wrong, or absent. */
const nearlyChat = fc.record(
  {
    model: fc.oneof(fc.constant('gpt-4o-mini'), fc.jsonValue()),
    messages: fc.oneof(
      fc.array(
        fc.record(
          {
            role: fc.oneof(fc.constantFrom('user', 'assistant', 'system'), fc.jsonValue()),
            content: fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.jsonValue()),
            name: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
        { maxLength: 5 },
      ),
      fc.jsonValue(),
    ),
    stream: fc.oneof(fc.boolean(), fc.jsonValue()),
    stream_options: fc.jsonValue(),
    temperature: fc.oneof(fc.double(), fc.jsonValue()),
    max_tokens: fc.oneof(fc.integer(), fc.jsonValue()),
    stop: fc.jsonValue(),
    libra: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const anyBody = fc.oneof(
  nearlyChat.map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string({ unit: 'binary' }),
  // Cut off in the middle.
  fc.tuple(nearlyChat, fc.nat()).map(([value, cut]) => {
    const text = JSON.stringify(value);
    return text.slice(0, cut % (text.length + 1));
  }),
  fc.nat({ max: 20_000 }).map((depth) => '['.repeat(depth)),
);
/** Whatever may stand in a header's value. */
const headerValue = fc.string({ unit: fc.constantFrom(...'abAB01 ;=,:"()?*+/._-~\\%@'), maxLength: 120 });

async function statusOf(url: string, headers: Record<string, string>, body: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  await response.arrayBuffer();
  return response.status;
}

// What a Worker does not expect, it logs.
afterEach(() => {
  const broken = ['request.crashed', 'interaction.crashed', 'stream.broken', 'delivery.crashed'];
  expect(running.stack.logs.filter(({ event }) => broken.includes(event))).toEqual([]);
  expect(running.stack.strayLines).toEqual([]);
});

describe('the bff', () => {
  it('answers any body of a client that has a key', async () => {
    const { urls, keys } = running.stack;
    await fc.assert(
      fc.asyncProperty(anyBody, async (body) => {
        const status = await statusOf(
          `${urls.bff}${CHAT_COMPLETIONS_PATH}`,
          { authorization: `Bearer ${keys.apiKey}` },
          body,
        );
        expect(status).toBeLessThan(500);
      }),
      RUNS,
    );
  });

  it('answers any signature by 401', async () => {
    const { urls } = running.stack;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(CHAT_COMPLETIONS_PATH, RESET_PATH, STATUS_PATH),
        headerValue,
        headerValue,
        headerValue,
        async (path, signature, input, digest) => {
          const headers = { signature, 'signature-input': input, 'content-digest': digest };
          expect(await statusOf(`${urls.bff}${path}`, headers, '{}')).toBe(401);
        },
      ),
      RUNS,
    );
  });

  it('answers any idempotency key, trace and path', async () => {
    const { urls, keys } = running.stack;
    await fc.assert(
      fc.asyncProperty(headerValue, headerValue, fc.webPath(), async (key, trace, path) => {
        const headers = {
          authorization: `Bearer ${keys.apiKey}`,
          'idempotency-key': key,
          traceparent: trace,
        };
        const valid = JSON.stringify({ messages: [{ role: 'user', content: 'Count from 1 to 3' }] });
        expect(await statusOf(`${urls.bff}${CHAT_COMPLETIONS_PATH}`, headers, valid)).toBeLessThan(500);
        expect(await statusOf(`${urls.bff}${path}`, headers, valid)).toBeLessThan(500);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the bot', () => {
  it('answers anything unsigned by 401', async () => {
    const { urls } = running.stack;
    await fc.assert(
      fc.asyncProperty(headerValue, headerValue, anyBody, async (signature, timestamp, body) => {
        const headers = { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp };
        expect(await statusOf(`${urls.bot}/interactions`, headers, body)).toBe(401);
      }),
      RUNS,
    );
  });

  it('answers any interaction that Discord signs', async () => {
    const { urls, keys } = running.stack;
    const privateKey = createPrivateKey({
      key: Buffer.from(keys.discordPrivateKey, 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    const nextId = createSnowflakes(Date.now);
    const nearlyInteraction = fc.record(
      {
        id: fc.oneof(
          fc.constant(null).map(() => nextId()),
          fc.jsonValue(),
        ),
        type: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.jsonValue()),
        token: fc.oneof(fc.string(), fc.jsonValue()),
        data: fc.oneof(
          fc.record(
            {
              // Not /chat: a delivery for a webhook that does not exist would go on after the test.
              name: fc.oneof(
                fc.constantFrom('help', 'status', 'mute', 'privacy', 'constructor'),
                fc.jsonValue(),
              ),
              options: fc.oneof(
                fc.array(fc.dictionary(fc.constantFrom('name', 'type', 'value'), fc.jsonValue())),
                fc.jsonValue(),
              ),
              custom_id: fc.oneof(fc.constantFrom('stop.1.2', 'erase.1300000000000000101'), fc.jsonValue()),
            },
            { requiredKeys: [] },
          ),
          fc.jsonValue(),
        ),
        member: fc.oneof(
          fc.constant({ user: { id: '1300000000000000101' }, permissions: '0' }),
          fc.jsonValue(),
        ),
        user: fc.jsonValue(),
        guild_id: fc.oneof(fc.constant('1300000000000000201'), fc.jsonValue()),
        channel_id: fc.oneof(fc.constant('1300000000000000301'), fc.jsonValue()),
        locale: fc.oneof(fc.constant('ko'), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(nearlyInteraction, async (interaction) => {
        const body = JSON.stringify(interaction);
        const timestamp = String(Math.floor(Date.now() / 1000));
        const headers = {
          'x-signature-ed25519': sign(null, Buffer.from(timestamp + body), privateKey).toString('hex'),
          'x-signature-timestamp': timestamp,
        };
        expect(await statusOf(`${urls.bot}/interactions`, headers, body)).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
  });
});
