import { afterEach, describe, expect, it } from 'vitest';
import {
  APPLICATION_ID,
  type Json,
  type SceneOptions,
  startScene,
  type TestScene,
  USER,
} from './fake-bot.ts';

const COMMANDS = [
  {
    name: 'look',
    description: 'x',
    options: [
      { type: 11, name: 'picture', description: 'x', required: true, file_types: ['image'] },
      { type: 11, name: 'more', description: 'x' },
    ],
  },
];
const PNG = Buffer.from('89504e470d0a1a0a0000000d4948445200000280000001e0', 'hex');

let scene: TestScene;
afterEach(() => scene.close());

async function start(options: SceneOptions = {}): Promise<void> {
  scene = await startScene({ commands: COMMANDS, ...options });
}
async function upload(
  filename: string,
  bytes: Buffer,
  type = 'image/png',
  userId = USER.haneul,
): Promise<Json> {
  const query = new URLSearchParams({ userId, filename });
  const response = await fetch(`${scene.discord.url}/dev/uploads?${query}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: bytes as unknown as string,
  });
  return { status: response.status, ...((await response.json()) as Json) };
}
const look = (options: Json) => scene.invoke({ name: 'look', options });

describe('an attachment option', () => {
  it('brings the file under `resolved`, a picture with its size', async () => {
    await start();
    const picture = await upload('별.png', PNG);
    expect(picture).toMatchObject({ size: 24, content_type: 'image/png', width: 640, height: 480 });
    const text = await upload('a.txt', Buffer.from('hello'), 'text/plain');
    await look({ picture: picture.id, more: text.id });
    const { data } = scene.bot.received[0]?.payload ?? {};
    expect(data.options).toEqual([
      { name: 'picture', type: 11, value: picture.id },
      { name: 'more', type: 11, value: text.id },
    ]);
    expect(data.resolved.attachments).toMatchObject({
      [picture.id]: {
        id: picture.id,
        filename: '별.png',
        size: 24,
        content_type: 'image/png',
        width: 640,
        height: 480,
        ephemeral: true,
        url: picture.url,
        proxy_url: picture.url,
      },
      [text.id]: { filename: 'a.txt', size: 5 },
    });
    expect(data.resolved.attachments[text.id]).not.toHaveProperty('width');
    expect(data.resolved.attachments[text.id]).not.toHaveProperty('userId');
    const record = await scene.dev('GET', `/interactions/${scene.bot.received[0]?.payload.id}`);
    expect(((await record.json()) as Json).messages[0].invocation).toBe('/look 별.png a.txt');
  });

  it('takes nothing but the person’s own upload, of the wanted kind', async () => {
    await start();
    const foreign = await upload('a.png', PNG, 'image/png', USER.robin);
    const text = await upload('a.txt', Buffer.from('hello'), 'text/plain');
    await expect(look({ picture: '1' })).rejects.toThrow('picture: There is no such file');
    await expect(look({ picture: foreign.id })).rejects.toThrow('picture: There is no such file');
    await expect(look({ picture: text.id })).rejects.toThrow('picture: This kind of file is not taken');
    await expect(look({})).rejects.toThrow('picture: This option is required');
    expect(scene.bot.received).toHaveLength(0);
  });

  it('takes 10 MB and no more', async () => {
    await start();
    const most = 10 * 1024 * 1024;
    expect((await upload('a.bin', Buffer.alloc(most))).status).toBe(200);
    expect(await upload('a.bin', Buffer.alloc(most + 1))).toMatchObject({ status: 413 });
  });
});

describe('a file’s address', () => {
  it('is signed as Discord signs, and opens without any other right', async () => {
    await start();
    const { url, id } = await upload('별.png', PNG);
    const { pathname, searchParams } = new URL(url);
    expect(pathname).toBe(`/ephemeral-attachments/${APPLICATION_ID}/${id}/%EB%B3%84.png`);
    expect([...searchParams.keys()]).toEqual(['ex', 'is', 'hm']);
    expect(searchParams.get('hm')).toMatch(/^[0-9a-f]{64}$/);
    const file = await fetch(url);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PNG);
    expect(file.headers.get('content-type')).toBe('image/png');
  });

  it('opens nothing when it was changed, is unsigned, or has expired', async () => {
    const clock = { ms: 1_800_000_000_000 };
    await start({ now: () => clock.ms });
    const { url } = await upload('a.png', PNG);
    const other = await upload('b.png', PNG);
    const status = async (address: string) => (await fetch(address)).status;
    expect(await status(url)).toBe(200);
    expect(await status(url.split('?')[0] ?? '')).toBe(404);
    expect(await status(url.replace(/ex=[0-9a-f]+/, 'ex=ffffffff'))).toBe(404);
    expect(await status(other.url.replace(/\?.*/, new URL(url).search))).toBe(404);
    clock.ms += 24 * 60 * 60_000;
    expect(await status(url)).toBe(404);
  });

  it('fails as the faults say: with a status, not at all, or expired as it is given out', async () => {
    await start();
    const { url } = await upload('a.png', PNG);
    scene.discord.setFaults({ cdn: { status: 503 } });
    expect((await fetch(url)).status).toBe(503);
    scene.discord.setFaults({ cdn: 'hang' });
    const hanging = new AbortController();
    const answer = fetch(url, { signal: hanging.signal }).then(
      () => 'answered',
      () => 'aborted',
    );
    expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 100, 'silent'))])).toBe(
      'silent',
    );
    hanging.abort();
    expect(await answer).toBe('aborted');
    scene.discord.setFaults({ fileLinkLifeSec: 0 });
    expect((await fetch((await upload('b.png', PNG)).url)).status).toBe(404);
    scene.discord.setFaults({});
    expect((await fetch(url)).status).toBe(200);
  });
});
