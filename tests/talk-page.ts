/** A page of a live conversation of a running stack, opened with a link of `/talk`. */
import { createHash } from 'node:crypto';
import { redeemToken, TalkClient, type Utterance } from '../dev/talk/talk-client.ts';
import type { TalkAdmission } from '../shared/contract/talk.ts';
import type { TestStack } from './use-stack.ts';
import { wavOf } from './wav.ts';

/** Uses `/talk`, and takes the token out of the link that the person gets. */
export async function talkToken(stack: TestStack, as: { userId?: string } = {}): Promise<string> {
  const { interactionId } = await stack.invoke('talk', {}, as);
  const { messages } = await stack.settled(interactionId);
  const token = /#([\w.-]+)/.exec(messages[0]?.content ?? '')?.[1];
  if (token === undefined) throw new Error(`no link: ${JSON.stringify(messages)}`);
  return token;
}

export function redeem(stack: TestStack, token: string, origin?: string): Promise<Response> {
  return redeemToken(stack.urls.voice, token, origin);
}

export class TalkPage extends TalkClient {
  readonly #stack: TestStack;

  constructor(stack: TestStack, key: string) {
    super(stack.urls.voice, key);
    this.#stack = stack;
  }

  static async open(stack: TestStack, as: { userId?: string } = {}): Promise<TalkPage> {
    const response = await redeem(stack, await talkToken(stack, as));
    if (!response.ok) throw new Error(`refused: ${response.status}`);
    const page = new TalkPage(stack, ((await response.json()) as TalkAdmission).key);
    await page.connect();
    return page;
  }

  /** Speaks: the offline provider knows what is said in this sound. Returns what would be sent again. */
  say(text: string): Utterance {
    const utterance = this.utter();
    const hash = createHash('sha256').update(wavOf(utterance.pcm)).digest('hex');
    this.#stack.standIns.openai?.knowRecording(hash, text);
    this.speak(utterance);
    return utterance;
  }
  /** Types questions until the budget of the day is used up. What an earlier answer still holds is free in a moment. */
  async useUpBudget(): Promise<void> {
    for (let asked = 0; asked < 200; asked += 1) {
      const before = this.events.at(-1)?.seq ?? 0;
      this.type(`${asked} ${'아주 긴 질문이에요. '.repeat(150)}`);
      const came = await this.until((event) => {
        if (event.seq <= before) return false;
        if (event.type === 'notice') return event.code.startsWith('budget_') && event.code;
        return event.type === 'caption' && event.final && event.speaker === 'libra' && 'answered';
      });
      if (came === 'budget_user') return;
    }
  }
}
