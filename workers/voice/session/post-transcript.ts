/**
 * Posts what was said into the channel: as the answer to the command that began it, which Discord takes for a quarter of an hour;
 * after that, or where it is refused, as a message of the bot itself, where it may write. As a text file: so nothing in it is
 * markdown, a link or a mention. A message that may have been posted is not posted again.
 */
import { discordUserAgent } from '../../../shared/http/discord-headers.ts';
import { dropHidden } from '../../../shared/text/hidden.ts';
import type { TalkTexts } from '../locale/texts.ts';
import type { Line } from './lines.ts';
import type { SessionRecord } from './session-record.ts';

export interface PostDeps {
  texts: TalkTexts;
  apiBaseUrl: string;
  version: string;
  /** Undefined: the voice Worker has none. */
  botToken: string | undefined;
  /** Unix milliseconds. */
  nowMs: number;
  fetch(url: string, init: RequestInit): Promise<Response>;
}

type Talked = Pick<SessionRecord, 'interaction' | 'startedAtMs' | 'caller'> & { talk: { id: string } };

const TIMEOUT_MS = 8_000;
/** The token of an interaction lives for 15 minutes, and may have been a minute old when the conversation began. */
const TOKEN_LIFE_MS = 13.5 * 60_000;
/** Discord's most. */
const NONCE_CHARS = 25;

/** Never rejects. */
export async function postTranscript(
  talked: Talked,
  lines: readonly Line[],
  deps: PostDeps,
): Promise<'posted' | 'failed'> {
  if (lines.length === 0) return 'failed';
  const { interaction, startedAtMs, caller, talk } = talked;
  const file = formatTranscript(lines, deps.texts);
  if (interaction !== null && deps.nowMs - startedAtMs < TOKEN_LIFE_MS) {
    const { applicationId, token } = interaction;
    const posted = await post(`/webhooks/${applicationId}/${token}`, { file }, deps);
    if (posted !== 'refused') return posted;
  }
  if (deps.botToken === undefined) return 'failed';
  const nonce = talk.id.replaceAll('-', '').slice(0, NONCE_CHARS);
  const message = { file, nonce, authorization: `Bot ${deps.botToken}` };
  return (await post(`/channels/${caller.channel_id}/messages`, message, deps)) === 'posted'
    ? 'posted'
    : 'failed';
}

/** `refused`: it is certain that nothing was posted. */
async function post(
  path: string,
  { file, nonce, authorization }: { file: string; nonce?: string; authorization?: string },
  { texts, apiBaseUrl, version, fetch }: PostDeps,
): Promise<'posted' | 'refused' | 'failed'> {
  const { content, fileName } = texts.transcript;
  const message = {
    content,
    allowed_mentions: { parse: [] },
    attachments: [{ id: '0', filename: fileName }],
    ...(nonce === undefined ? {} : { nonce, enforce_nonce: true }),
  };
  const form = new FormData();
  form.set('payload_json', JSON.stringify(message));
  form.set('files[0]', new Blob([file], { type: 'text/plain; charset=utf-8' }), fileName);
  try {
    const response = await fetch(`${apiBaseUrl}${path}`, {
      method: 'POST',
      headers: {
        'user-agent': discordUserAgent(version),
        ...(authorization === undefined ? {} : { authorization }),
      },
      body: form,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (response.ok) return 'posted';
    return response.status < 500 ? 'refused' : 'failed';
  } catch {
    return 'failed';
  }
}

export function formatTranscript(lines: readonly Line[], { transcript }: TalkTexts): string {
  const names = { person: transcript.you, libra: transcript.libra };
  return `${lines.map(({ speaker, text }) => `${names[speaker]}: ${dropHidden(text)}`).join('\n\n')}\n`;
}
