/** `GET /v1/talk/socket`: the conversation itself, opened by its key. */
import { TALK_KEY_PREFIX, TALK_PROTOCOL } from '../../../shared/contract/talk.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import { refusePageRequest } from '../access/from-page.ts';
import { parseSecret } from '../access/secrets.ts';
import type { VoiceEnv } from '../env.ts';
import { KEY_HEADER } from '../session/rpc.ts';
import { refuse, upgraded } from '../session/socket.ts';
import { findObject } from './find-object.ts';

export async function openSocket(request: Request, env: VoiceEnv): Promise<Response> {
  const refusal = await refusePageRequest(request, env);
  if (refusal !== null) return errorResponse(refusal);
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') return errorResponse('invalid_request');
  const offered = (request.headers.get('sec-websocket-protocol') ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(TALK_PROTOCOL)) return errorResponse('invalid_request');
  const key = offered.find((name) => name.startsWith(TALK_KEY_PREFIX))?.slice(TALK_KEY_PREFIX.length);
  const parsed = key === undefined ? null : parseSecret(key);
  const session = parsed === null ? null : findObject(env, parsed.objectId);
  if (parsed === null || session === null) return refuseSocket();
  const headers = new Headers({ upgrade: 'websocket', [KEY_HEADER]: parsed.secret });
  return session.fetch(new Request(request.url, { headers }));
}

function refuseSocket(): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  refuse(server);
  return upgraded(client);
}
