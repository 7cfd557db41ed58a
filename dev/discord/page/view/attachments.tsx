import type { AttachmentView } from '../../protocol.ts';
import { usePage } from './context.ts';
import { formatSize } from './file-text.ts';
import { Icon } from './icons.tsx';
import { VoiceMessage } from './voice-message.tsx';

export function Attachments({ attachments }: { attachments: readonly AttachmentView[] }) {
  return (
    <div class="attachments">
      {attachments.map((attachment) => (
        <Attachment key={attachment.id} attachment={attachment} />
      ))}
    </div>
  );
}

function Attachment({ attachment }: { attachment: AttachmentView }) {
  const { texts, locale } = usePage();
  const { filename, size, content_type } = attachment;
  const href = ownPath(attachment.url);
  const { duration_secs: seconds, waveform } = attachment;
  if (seconds !== undefined && waveform !== undefined) {
    return <VoiceMessage href={href} seconds={seconds} waveform={waveform} />;
  }
  if (/^image\/(png|jpeg|gif|webp|avif)\b/.test(content_type)) {
    return (
      <a class="attachment-image" href={href} target="_blank" rel="noopener">
        <img src={href} alt={filename} loading="lazy" />
      </a>
    );
  }
  return (
    <div class="attachment-card">
      <Icon name="file" size={28} />
      <span class="attachment-text">
        <a href={href} download={filename} title={texts.download}>
          {filename}
        </a>
        <small>{formatSize(size, locale)}</small>
      </span>
      {content_type.startsWith('audio/') && (
        // biome-ignore lint/a11y/useMediaCaption: what it says is the message's own text.
        <audio controls preload="none" src={href} />
      )}
    </div>
  );
}

/** Attachments lie on this server; asked for by path they are found under whatever name the page was opened. */
export function ownPath(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? '' : `${parsed.pathname}${parsed.search}`;
}
