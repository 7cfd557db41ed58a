/** The output of one response as it grows, from the choices of an answer's chunks. Pure, but for what it remembers. */
import type { ChunkChoice } from '../../../shared/chat/chunk.ts';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import { createCalls } from './calls.ts';
import { createItemList, type ItemListDeps, snapshot } from './item-list.ts';
import type { OutputItem } from './response.ts';
import { createSpeech } from './speech.ts';

export interface Output {
  add(choice: ChunkChoice): void;
  /** Nothing more comes. `isCut`: the last item is not whole. */
  close(options: { isCut: boolean }): void;
  /** As of now. */
  items(): OutputItem[];
}

export function createOutput(deps: ItemListDeps): Output {
  const list = createItemList(deps);
  const speech = createSpeech(list);
  const calls = createCalls(list);

  return {
    add({ text, refusal, reasoning, annotations, logprobs, toolCalls }) {
      if (reasoning !== '') speech.think(reasoning);
      const tokens = (logprobs?.content ?? []).map(toLogprob);
      if (text !== '' || tokens.length > 0) speech.say(text, tokens);
      if (refusal !== '') speech.refuse(refusal);
      for (const annotation of annotations ?? []) {
        const cited = toCitation(annotation);
        if (cited !== null) speech.annotate(cited);
      }
      for (const delta of toolCalls) {
        speech.close();
        calls.add(delta);
      }
    },
    close({ isCut }) {
      const statusOf = (index: number) =>
        isCut && index === list.items.length - 1 ? 'incomplete' : 'completed';
      speech.close(statusOf(list.items.length - 1));
      calls.close(statusOf);
    },
    items: () => list.items.map(snapshot),
  };
}

/** The chat form may lack what this one always has. */
function toLogprob({ token, logprob, bytes, top_logprobs: top }: JsonRecord): JsonRecord {
  const alternatives: unknown[] = Array.isArray(top) ? top : [];
  return {
    token,
    logprob,
    bytes: bytes ?? [],
    top_logprobs: alternatives
      .filter(isRecord)
      .map((each) => ({ token: each.token, logprob: each.logprob, bytes: each.bytes ?? [] })),
  };
}

/** Sources have another form here; what names no page is none. */
function toCitation({ type, url_citation: cited }: JsonRecord): JsonRecord | null {
  if (type !== 'url_citation' || !isRecord(cited)) return null;
  const { url, title, start_index: start, end_index: end } = cited;
  if (typeof url !== 'string') return null;
  return {
    type: 'url_citation',
    url,
    title: typeof title === 'string' ? title : '',
    start_index: typeof start === 'number' ? start : 0,
    end_index: typeof end === 'number' ? end : 0,
  };
}
