import { expect, it } from 'vitest';
import type { FromVoice } from '../../../shared/contract/talk.ts';
import { EMPTY_LOG } from '../conversation/event-log.ts';
import { createPageFeed } from './page-feed.ts';

function start(log = EMPTY_LOG) {
  const events: FromVoice[] = [];
  const sounds: number[] = [];
  const page = createPageFeed(log, {
    send: (text) => void events.push(JSON.parse(text) as FromVoice),
    sendSound: (frame) => void sounds.push(new DataView(frame.buffer).getUint32(4, true)),
  });
  return { page, events, sounds };
}

it('sends again what a page lacks: events by their number, sound by its sample', () => {
  const { page, events, sounds } = start();
  page.emit({ type: 'state', state: 'speaking' });
  page.emit({ type: 'clause', turn: 1, text: '네.', from: 0 });
  for (const first of [0, 10, 20]) page.sound(1, first, new Uint8Array(20));
  const seen = events[0]?.seq ?? 0;
  const hello = { type: 'hello', seen, audio: { turn: 1, samples: 15 } } as const;
  page.missedEvents(hello);
  page.missedSound(hello, 1);
  expect(events.map(({ seq }) => seq)).toEqual([seen, seen + 1, seen + 1]);
  expect(sounds).toEqual([0, 10, 20, 10, 20]);
});

it('sends no sound again that was not to be heard any more', () => {
  const { page, sounds } = start();
  page.sound(1, 0, new Uint8Array(20));
  page.flush(1);
  page.missedSound({ type: 'hello', seen: 1 }, 1);
  expect(sounds).toEqual([0]);
});
