/** Requests whose body is begun and never ended, over sockets of their own: no HTTP client sends such. */
import { connect, type Socket } from 'node:net';

export interface HalfSent {
  /** The status line's number and all that came after it; null status: the connection ended without an answer. */
  answer: Promise<{ status: number | null; text: string }>;
  close(): void;
}

/** Declares `declaredBytes`, sends `sentBytes` of them and then nothing more. */
export function sendHalf(
  url: string,
  headers: Record<string, string>,
  { declaredBytes, sentBytes }: { declaredBytes: number; sentBytes: number },
): HalfSent {
  const { hostname, port, pathname, host } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  const lines = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${host}`,
    `content-length: ${declaredBytes}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n${'x'.repeat(sentBytes)}`);
  const answer = new Promise<{ status: number | null; text: string }>((resolve) => {
    let text = '';
    const tell = () => {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      resolve({ status: status === undefined ? null : Number(status), text });
    };
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      text += part;
      // Errors of the Workers end with their JSON.
      if (text.includes('}}')) tell();
    });
    socket.on('error', tell);
    socket.on('close', tell);
  });
  return { answer, close: () => socket.destroy() };
}
