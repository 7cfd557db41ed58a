/** The sockets of pages, as the object has them. */
import { CLOSED_REFUSED, TALK_PROTOCOL } from '../../../shared/contract/talk.ts';

/** The page tries again. */
export const INTERNAL = 1_011;

/** It has said hello: it is the one that is spoken with. */
export function isGreeted(socket: WebSocket): boolean {
  return greetedAtMs(socket) > 0;
}

/** Unix milliseconds; 0: not yet. */
function greetedAtMs(socket: WebSocket): number {
  return socket.deserializeAttachment()?.greetedAtMs ?? 0;
}

/** When its page said last that it is there, in Unix milliseconds. */
export function heardAtMs(socket: WebSocket | null, ctx: DurableObjectState): number {
  if (socket === null) return 0;
  const pinged = ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0;
  return Math.max(pinged, greetedAtMs(socket));
}

export function close(socket: WebSocket, code: number): void {
  try {
    socket.close(code);
  } catch {
    // It is closed already.
  }
}

/** A page learns nothing of a refused upgrade, but it does of a socket that is closed. */
export function refuse(socket: WebSocket): void {
  socket.accept();
  socket.close(CLOSED_REFUSED, 'refused');
}

export function upgraded(client: WebSocket): Response {
  const headers = { 'sec-websocket-protocol': TALK_PROTOCOL };
  return new Response(null, { status: 101, webSocket: client, headers });
}
