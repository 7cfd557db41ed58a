/** `POST /v1/tools/call`: one call of one tool. */
import type { McpCallResponse } from '../../../shared/contract/mcp.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import { readToolResult } from '../call/result-text.ts';
import type { McpServerConfig } from '../config.ts';
import { askServer } from '../server/ask.ts';
import { beginServer } from '../server/begin.ts';
import type { VerifiedNonce } from '../server/rpc.ts';
import type { Services } from '../services.ts';
import { untrustedLine } from '../tools/untrusted-line.ts';

/** As long as a call of any tool. */
const MAX_TIMEOUT_MS = 20_000;
/** A picture in a result is not shown, but has to be received to be named. */
const MAX_BYTES = 4_000_000;
const MAX_MESSAGE_CHARS = 500;

export async function answerCall(
  body: unknown,
  nonce: VerifiedNonce,
  signal: AbortSignal,
  services: Services,
): Promise<Response> {
  const call = callOf(body, services);
  if (call === null) return errorResponse('invalid_request');
  const { server, tool, args, timeoutMs } = call;
  const begun = await beginServer(services, server, nonce, 0);
  if (!begun.ok) return errorResponse(begun.code);
  const { state, admission, isFailing } = begun;
  if (!admission.admitted) return reply({ ok: false, failure: 'circuit_open' });
  const asked = await askServer(
    services,
    server,
    { state, admission, isFailing },
    {
      what: 'call',
      bounds: { timeoutMs, maxBytes: MAX_BYTES },
      signal,
      use: (session) => session.call(tool, args),
    },
  );
  switch (asked.kind) {
    case 'done': {
      const result = readToolResult(asked.value);
      return result === null
        ? reply({ ok: false, failure: 'unreadable' })
        : reply({ ok: true, is_error: result.isError, content: result.text });
    }
    case 'told':
      return reply({ ok: true, is_error: true, content: untrustedLine(asked.message, MAX_MESSAGE_CHARS) });
    case 'failed':
      return reply({ ok: false, failure: asked.failure });
    case 'stopped':
      return reply({ ok: false, failure: 'timed_out' });
  }
}

interface Call {
  server: McpServerConfig;
  tool: string;
  args: JsonRecord;
  timeoutMs: number;
}

function callOf(body: unknown, { config }: Pick<Services, 'config'>): Call | null {
  if (!isRecord(body)) return null;
  const { server: name, tool, args, timeout_ms: timeoutMs } = body;
  const server = config.servers.get(String(name));
  if (server === undefined || typeof tool !== 'string' || !isRecord(args)) return null;
  // Whatever the bff has offered: what the operator's list does not cover is not called.
  const right = server.tools.get(tool) ?? server.tools.get('*') ?? 'off';
  if (right === 'off' || typeof timeoutMs !== 'number' || !(timeoutMs > 0)) return null;
  return { server, tool, args, timeoutMs: Math.min(timeoutMs, MAX_TIMEOUT_MS) };
}

function reply(body: McpCallResponse): Response {
  return Response.json(body);
}
