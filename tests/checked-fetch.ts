/**
 * A client's `fetch` that looks at every answer as it passes and notes what is not as OpenAI's document has it. The bytes go
 * on untouched, and a cancellation goes through.
 */
import { findShapeFaults, type ShapeName } from './openai-shape.ts';

export interface CheckedFetch {
  fetch: typeof fetch;
  /** What was found since they were last taken, one line each. */
  takeFaults(): string[];
}

export function createCheckedFetch(fetchImpl: typeof fetch = fetch): CheckedFetch {
  let faults: string[] = [];
  const note = (shape: ShapeName, value: unknown) => faults.push(...findShapeFaults(shape, value));

  return {
    async fetch(input, init) {
      const response = await fetchImpl(input, init);
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      const shape = shapeOf(pathname, response.ok);
      if (response.body === null || shape === null) return response;
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      const check = isStream ? checkFrames(note) : checkWhole((body) => note(shape, body));
      return new Response(response.body.pipeThrough(check), response);
    },
    takeFaults() {
      const found = faults;
      faults = [];
      return found;
    },
  };
}

/** Null for an answer whose form is not known here. */
function shapeOf(path: string, isOk: boolean): ShapeName | null {
  if (!isOk) return 'error';
  if (path.endsWith('/chat/completions')) return 'chatCompletion';
  if (path.endsWith('/models')) return 'modelList';
  return path.includes('/models/') ? 'model' : null;
}

type Check = TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>;

function checkWhole(look: (body: unknown) => void): Check {
  let text = '';
  return watch(
    (piece) => {
      text += piece;
    },
    () => look(JSON.parse(text)),
  );
}

function checkFrames(note: (shape: ShapeName, value: unknown) => void): Check {
  let rest = '';
  return watch(
    (piece) => {
      const frames = (rest + piece).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        if (!frame.startsWith('data: ') || frame === 'data: [DONE]') continue;
        const value = JSON.parse(frame.slice('data: '.length)) as object;
        note('error' in value ? 'error' : 'chatChunk', value);
      }
    },
    () => undefined,
  );
}

function watch(take: (piece: string) => void, end: () => void): Check {
  const decoder = new TextDecoder();
  return new TransformStream({
    transform(bytes, controller) {
      take(decoder.decode(bytes, { stream: true }));
      controller.enqueue(bytes);
    },
    flush: end,
  });
}
