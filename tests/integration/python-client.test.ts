import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { useGateway } from '../use-gateway.ts';

/** What the unmodified `openai` package of Python does; its cases are in python_client.py. */
const gateway = useGateway();

const isInstalled = spawnSync('python3', ['-c', 'import openai']).status === 0;
const none = isInstalled ? '' : ' (skipped: python3 has none; pip install openai)';

async function run(name: string): Promise<unknown> {
  const { baseURL, apiKey } = gateway.access;
  const script = join(PROJECT_ROOT, 'tests', 'integration', 'python_client.py');
  const child = spawn('python3', [script, name], {
    env: { ...process.env, LIBRA_URL: baseURL, LIBRA_KEY: apiKey, PYTHONIOENCODING: 'utf-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (said === '') throw new Error(complained);
  return JSON.parse(said);
}

describe.skipIf(!isInstalled)(`the openai package of Python${none}`, () => {
  it('gets a whole answer and the same streamed, with their usage and a request id', async () => {
    const { whole, streamed, pieces, tokens, request_id } = (await run('answer')) as {
      whole: string;
      streamed: string;
      pieces: number;
      tokens: [number, number];
      request_id: string;
    };
    expect(whole).toMatch(/19.*20/s);
    expect(streamed).toBe(whole);
    expect(pieces).toBeGreaterThan(10);
    expect(tokens[0]).toBe(tokens[1]);
    expect(request_id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('runs tools in two rounds, of which the first is parallel', async () => {
    const city = { city: 'Seoul' };
    expect(await run('tools')).toEqual({
      text: 'The tools say: sunny; calm; sent',
      called: [
        ['weather', city],
        ['traffic', city],
        ['mail', city],
      ],
    });
  });

  it('gets an object by its schema, whole and streamed', async () => {
    expect(await run('schema')).toEqual(['Busan', 'Busan']);
  });

  it('shows an image', async () => {
    expect(await run('image')).toContain('1 image');
  });

  it('raises each class of error', async () => {
    gateway.provider.setFaults({ status: { status: 500 } });
    expect(await run('error')).toMatchObject({
      empty: ['BadRequestError', 'prompt_empty', 'messages[0].content'],
      stranger: ['AuthenticationError', 'unauthorized', null],
      unknown: ['NotFoundError', 'model_not_found', 'model'],
      beyond: ['BadRequestError', 'invalid_request', 'max_completion_tokens'],
      down: ['InternalServerError', expect.any(String), null],
      down_streamed: ['InternalServerError', expect.any(String), null],
    });
  });

  it('raises an error in the middle of a stream', async () => {
    gateway.provider.setFaults({ closeMidFrame: { afterTokens: 5 } });
    expect(await run('broken')).toEqual({ text: expect.stringMatching(/./), error: 'APIError' });
  });

  it('ends the provider’s connection when it cancels', async () => {
    gateway.provider.setFaults({ slowTokens: { ms: 50 } });
    expect(await run('cancel')).toBe(true);
    await expect.poll(() => gateway.provider.requests()[0]?.outcome).toBe('closed-by-client');
  });
});
