/** S4: bodies of senders whom nobody knows. */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { judgeHalfSent, judgeUnread, type Verdict } from './judge.ts';
import { growthDuring, type Target } from './target.ts';

/** Just below what each Worker reads: a longer body would be refused by its declared length. */
const BODY_BYTES = { bff: 1_290_000, bot: 1_040_000 };
const UNREAD_TRIES = 20;
const PATIENCE_MS = 2_000;
const UPLOADS = 120;
const MAX_WAIT_SEC = 20;

const FORGED = { 'signature-input': 'x', signature: 'libra=:AA==:' };
const DISCORD = { 'x-signature-timestamp': '1', 'x-signature-ed25519': '0'.repeat(128) };

export async function attackBodies(target: Target): Promise<Verdict[]> {
  const { bff, bot, seconds } = target;
  const chat = `${bff}${CHAT_COMPLETIONS_PATH}`;
  const interactions = `${bot}/interactions`;
  const verdicts = [
    await sendNothing('1.29 MB with `signature-input: x` to the bff', chat, FORGED, BODY_BYTES.bff),
    await sendNothing('1.04 MB without a signature to the bot', interactions, {}, BODY_BYTES.bot),
  ];
  const waitSec = Math.max(12, Math.min(MAX_WAIT_SEC, seconds / 3));
  verdicts.push(await sendHalf('the bff', chat, FORGED, BODY_BYTES.bff, waitSec));
  verdicts.push(await sendHalf('the bot', interactions, DISCORD, BODY_BYTES.bot, waitSec));
  return verdicts;
}

/** Only headers that promise a body: a refusal that comes now comes before the body is read. */
async function sendNothing(
  what: string,
  url: string,
  headers: Record<string, string>,
  bodyBytes: number,
): Promise<Verdict> {
  let refusedUnread = 0;
  for (let turn = 0; turn < UNREAD_TRIES; turn++) {
    const upload = await openUpload(url, headers, bodyBytes, 0);
    await Promise.race([upload.answered, sleep(turn === 0 || refusedUnread > 0 ? PATIENCE_MS : 100)]);
    if (upload.hasAnswer()) refusedUnread++;
    upload.socket.destroy();
  }
  return judgeUnread(what, { sent: UNREAD_TRIES, refusedUnread, bodyBytes });
}

async function sendHalf(
  what: string,
  url: string,
  headers: Record<string, string>,
  bodyBytes: number,
  waitedSec: number,
): Promise<Verdict> {
  const { growthMb, value: ended } = await growthDuring(async () => {
    const uploads = await Promise.all(
      Array.from({ length: UPLOADS }, () => openUpload(url, headers, bodyBytes, bodyBytes / 2)),
    );
    await Promise.race([Promise.all(uploads.map(({ answered }) => answered)), sleep(waitedSec * 1_000)]);
    const count = uploads.filter((upload) => upload.hasAnswer()).length;
    return { count, close: () => uploads.forEach(({ socket }) => void socket.destroy()) };
  });
  ended.close();
  return judgeHalfSent(what, {
    sent: UPLOADS,
    ended: ended.count,
    waitedSec: Math.round(waitedSec),
    growthMb,
  });
}

interface Upload {
  socket: Socket;
  /** Resolves at the first byte of an answer, or when the connection is closed. */
  answered: Promise<void>;
  hasAnswer(): boolean;
}

async function openUpload(
  url: string,
  headers: Record<string, string>,
  bodyBytes: number,
  bytes: number,
): Promise<Upload> {
  const { hostname, port, pathname, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  const answered = Promise.withResolvers<void>();
  let isAnswered = false;
  const end = () => {
    isAnswered = true;
    answered.resolve();
  };
  for (const event of ['data', 'end', 'close', 'error'] as const) socket.on(event, end);
  const head = { host, 'content-type': 'application/json', 'content-length': String(bodyBytes), ...headers };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
  socket.write(`POST ${pathname} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  if (bytes > 0) socket.write(Buffer.alloc(bytes, ' '));
  await new Promise<void>((resolve) =>
    socket.once('connect', () => resolve()).once('error', () => resolve()),
  );
  return { socket, answered: answered.promise, hasAnswer: () => isAnswered };
}
