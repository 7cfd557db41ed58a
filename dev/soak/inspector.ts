/** The few words of the Chrome DevTools Protocol that are needed to look into the isolates of a workerd. */

/** An isolate: one of the Workers, or one that Miniflare puts before, between or behind them. */
export interface Isolate {
  id: string;
  webSocketDebuggerUrl: string;
}

export interface Session {
  call(method: string, params?: object): Promise<unknown>;
  /** Where expressions are evaluated. */
  contextId(): Promise<number>;
  close(): void;
}

interface Message {
  id?: number;
  method?: string;
  params?: { context?: { id: number } };
  result?: { exceptionDetails?: { text: string } };
  error?: { message: string };
}

/** Without those of Miniflare that have a # in their name, which no address of a WebSocket can hold. */
export async function listIsolates(inspectorUrl: string): Promise<Isolate[]> {
  const isolates = (await (await fetch(`${inspectorUrl}/json`)).json()) as Isolate[];
  return isolates.filter(({ id }) => !id.includes('#'));
}

/** Rejects, and makes every call reject, when the connection breaks. */
export async function openSession({ webSocketDebuggerUrl }: Isolate): Promise<Session> {
  const socket = new WebSocket(webSocketDebuggerUrl);
  const answers = new Map<number, PromiseWithResolvers<unknown>>();
  const context = Promise.withResolvers<number>();
  const opened = Promise.withResolvers<void>();
  let lastId = 0;

  function fail(why: string): void {
    const error = new Error(`workerd's inspector: ${why}`);
    opened.reject(error);
    context.reject(error);
    for (const answer of answers.values()) answer.reject(error);
    answers.clear();
  }
  // Rejected only together with a call that is waited for.
  context.promise.catch(() => undefined);
  socket.addEventListener('open', () => opened.resolve());
  socket.addEventListener('error', () => fail('the connection broke'));
  socket.addEventListener('close', () => fail('the connection was closed'));
  socket.addEventListener('message', ({ data }) => {
    const { id, method, params, result, error } = JSON.parse(String(data)) as Message;
    if (method === 'Runtime.executionContextCreated' && params?.context !== undefined) {
      context.resolve(params.context.id);
    }
    if (id === undefined) return;
    const problem = error?.message ?? result?.exceptionDetails?.text;
    if (problem === undefined) answers.get(id)?.resolve(result);
    else answers.get(id)?.reject(new Error(`workerd's inspector: ${problem}`));
    answers.delete(id);
  });

  function call(method: string, params: object = {}): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>();
    lastId += 1;
    answers.set(lastId, answer);
    socket.send(JSON.stringify({ id: lastId, method, params }));
    return answer.promise;
  }

  await opened.promise;
  return {
    call,
    async contextId() {
      await call('Runtime.enable');
      return context.promise;
    },
    close: () => socket.close(),
  };
}
