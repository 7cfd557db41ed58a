/** A `fetch` for one session with an MCP server: bounded in bytes over all of its answers, and never a standing stream. */

/** What was seen of the server: the client's own errors do not say it in a form that can be relied on. */
export interface Seen {
  /** Of the last answer that said no; null: none did. */
  refusedWith: number | null;
  retryAfter: string | null;
  /** No connection was made, or it broke. */
  isBroken: boolean;
  isTooLarge: boolean;
}

export interface BoundedFetch {
  fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  seen: Seen;
}

export function createBoundedFetch(
  inner: (url: string | URL, init?: RequestInit) => Promise<Response>,
  { maxBytes, onTooLarge }: { maxBytes: number; onTooLarge: () => void },
): BoundedFetch {
  const seen: Seen = { refusedWith: null, retryAfter: null, isBroken: false, isTooLarge: false };
  let leftBytes = maxBytes;

  const count = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        leftBytes -= chunk.byteLength;
        if (leftBytes >= 0) return controller.enqueue(chunk);
        seen.isTooLarge = true;
        controller.error(new Error('too large'));
        onTooLarge();
      },
    });

  return {
    seen,
    async fetch(url, init) {
      // A stream that the server may write to whenever it likes: nothing here listens to one.
      if (init?.method === 'GET') return new Response(null, { status: 405 });
      let response: Response;
      try {
        response = await inner(url, init);
      } catch (error) {
        seen.isBroken = true;
        throw error;
      }
      const { status, headers, body } = response;
      // That a session cannot be ended says nothing about its calls.
      if (!response.ok && init?.method !== 'DELETE') {
        seen.refusedWith = status;
        seen.retryAfter = headers.get('retry-after');
      }
      return body === null ? response : new Response(body.pipeThrough(count()), { status, headers });
    },
  };
}
