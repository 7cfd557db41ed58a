import { describe, expect, it } from 'vitest';
import { parseChatRequest } from './chat-request.ts';

const caller = { user_id: '1', guild_id: null, channel_id: '2', locale: 'ko' };
const messages = [{ role: 'user', content: '뭐야?' }];
const facts = { id: '7', filename: 'a.csv', content_type: 'text/csv', size_bytes: 5 };
const url = 'https://cdn.discordapp.com/ephemeral-attachments/1/7/a.png';
const text = { kind: 'text', ...facts, text: '가,1\0' };
const image = { kind: 'image', ...facts, url, width: 640, height: 480 };

const parse = (attachments: unknown, kind: 'bot' | 'client' = 'bot') =>
  parseChatRequest({ messages, libra: { caller, attachments } }, kind);

describe('the files of a question', () => {
  it('stand in its last message, and are remembered without their contents', () => {
    expect(parse([image, text])).toMatchObject({
      ok: true,
      value: {
        messages: [
          {
            role: 'user',
            content: [
              {
                type: 'text',
                text: expect.stringMatching(/^뭐야\?\n\n[\s\S]*\n가,1\ufffd\n<\/attached_file>$/),
              },
              { type: 'image_url', image_url: { url } },
            ],
          },
        ],
        remembered: { text: '뭐야?', attachments: [{ filename: 'a.csv' }, { filename: 'a.csv' }] },
        imageSizes: new Map([[url, { width: 640, height: 480 }]]),
      },
    });
  });

  it.each([
    ['more than three', [text, text, text, text], 'libra.attachments'],
    ['no address of a page', [{ ...image, url: 'file:///etc/passwd' }], 'libra.attachments[0].url'],
    ['an unknown field', [{ ...text, url }], 'libra.attachments[0].url'],
    ['an unknown kind', [{ ...text, kind: 'pdf' }], 'libra.attachments[0].kind'],
    ['a size of no pixels', [{ ...image, width: 0 }], 'libra.attachments[0].width'],
  ])('are refused for %s, naming the field', (_, attachments, param) => {
    expect(parse(attachments)).toMatchObject({ ok: false, code: 'invalid_request', param });
  });

  it('are the bot’s alone to send', () => {
    const body = { messages, libra: { attachments: [image] } };
    expect(parseChatRequest(body, 'client')).toMatchObject({
      ok: false,
      code: 'forbidden',
      param: 'libra.attachments',
    });
  });
});
