/**
 * Posts what was said into the channel, as the answer to the command that began it, which Discord takes for a quarter of an hour.
 * As a text file: so nothing in it is markdown, a link or a mention.
 */
import { dropHidden } from '../../../shared/text/hidden.ts';
import type { TalkTexts } from '../locale/texts.ts';
import type { Line } from './lines.ts';
import type { Grant } from './rpc.ts';

const TIMEOUT_MS = 10_000;

/** Never rejects. False: it was not posted. */
export async function postTranscript(
  lines: readonly Line[],
  {
    interaction,
    texts,
    apiBaseUrl,
    version,
    fetch,
  }: {
    interaction: Grant['interaction'];
    texts: TalkTexts;
    apiBaseUrl: string;
    version: string;
    fetch(url: string, init: RequestInit): Promise<Response>;
  },
): Promise<boolean> {
  if (interaction === null || lines.length === 0) return false;
  const { applicationId, token } = interaction;
  const { content, fileName } = texts.transcript;
  const form = new FormData();
  const message = {
    content,
    allowed_mentions: { parse: [] },
    attachments: [{ id: '0', filename: fileName }],
  };
  form.set('payload_json', JSON.stringify(message));
  form.set(
    'files[0]',
    new Blob([formatTranscript(lines, texts)], { type: 'text/plain; charset=utf-8' }),
    fileName,
  );
  try {
    const response = await fetch(`${apiBaseUrl}/webhooks/${applicationId}/${token}`, {
      method: 'POST',
      // Discord turns away what does not say who it is.
      headers: { 'user-agent': `DiscordBot (https://github.com/libra-bot/libra, ${version})` },
      body: form,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

export function formatTranscript(lines: readonly Line[], { transcript }: TalkTexts): string {
  const names = { person: transcript.you, libra: transcript.libra };
  return `${lines.map(({ speaker, text }) => `${names[speaker]}: ${dropHidden(text)}`).join('\n\n')}\n`;
}
