import { transcriptOf } from '../talk/transcript.ts';
import type { Shown } from './shown.ts';

/** After the end: what became of the transcript, and what was said as a file that stays with the person. */
export function Transcript({ talk, texts }: Shown) {
  const { ended, lines, admission } = talk;
  if (ended === null || !lines.some(({ text }) => text !== '')) return null;
  const save = () =>
    saveFile(texts.transcriptFile, transcriptOf(lines, { person: texts.you, libra: texts.libra }));
  return (
    <section class="transcript">
      {ended.transcript !== undefined && (
        <p role="status" data-testid="transcript">
          {texts.transcripts[ended.transcript](admission?.channel_name ?? null)}
        </p>
      )}
      <button type="button" class="button" data-testid="save-transcript" onClick={save}>
        {texts.saveTranscript}
      </button>
    </section>
  );
}

/** By then the browser has read it. */
const REVOKE_MS = 60_000;

function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_MS);
}
