import { useEffect, useRef, useState } from 'preact/hooks';
import type { Shown } from './shown.ts';

export function EndDialog({ talk, texts, conversation, onClose }: Shown & { onClose(): void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [post, setPost] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const end = () => {
    conversation.happen({ kind: 'end', post });
    onClose();
  };
  return (
    <dialog
      class="dialog"
      ref={dialog}
      onClose={onClose}
      aria-labelledby="end-title"
      data-testid="end-dialog"
    >
      <h2 id="end-title">{texts.endTitle}</h2>
      <p>{texts.endDetail}</p>
      <label class="check">
        <input
          type="checkbox"
          data-testid="post"
          checked={post}
          onChange={({ currentTarget }) => setPost(currentTarget.checked)}
        />
        <span>{texts.post(talk.admission?.channel_name ?? null)}</span>
      </label>
      <div class="dialog-buttons">
        <button type="button" class="button" onClick={onClose}>
          {texts.goOn}
        </button>
        <button type="button" class="button button-danger" data-testid="end-now" onClick={end}>
          {texts.endNow}
        </button>
      </div>
    </dialog>
  );
}
