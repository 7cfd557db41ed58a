import { useState } from 'preact/hooks';
import type { FileUploadView } from '../../component-views.ts';
import type { UploadView } from '../../surfaces.ts';
import { usePage } from './context.ts';
import { describeFailure } from './failure.ts';
import { acceptOf, formatSize } from './file-text.ts';
import { Icon } from './icons.tsx';

/** Files for a modal: chosen or dropped, uploaded at once, and listed until they are taken off. */
export function FileField({
  id,
  field,
  values,
  onChange,
  onUpload,
  ...common
}: {
  id: string;
  field: FileUploadView;
  values: readonly string[];
  onChange(values: string[]): void;
  /** An upload has begun; resolves when it is over, well or not. */
  onUpload(work: Promise<void>): void;
}) {
  const { session, texts, locale } = usePage();
  const [uploads, setUploads] = useState<readonly UploadView[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const full = values.length >= field.max_values;

  async function take(files: readonly File[]): Promise<void> {
    setFailure(null);
    const taken: UploadView[] = [];
    for (const file of files.slice(0, field.max_values - values.length)) {
      const sent = await session.upload(file);
      if (sent.ok) taken.push(sent.result);
      else setFailure(describeFailure(sent.failure, texts));
    }
    setUploads((known) => [...known, ...taken]);
    onChange([...values, ...taken.map((upload) => upload.id)]);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the input inside does the same by key.
    <div
      class="file-field"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onUpload(take([...(event.dataTransfer?.files ?? [])]));
      }}
    >
      <input
        {...common}
        id={id}
        type="file"
        class="visually-hidden"
        multiple={field.max_values > 1}
        accept={acceptOf(field.file_types)}
        disabled={full}
        data-testid={`field-${field.custom_id}`}
        onChange={({ currentTarget }) => {
          onUpload(take([...(currentTarget.files ?? [])]));
          currentTarget.value = '';
        }}
      />
      <label class="attach-button" for={id}>
        <Icon name="file" size={18} /> {texts.addFile}
      </label>
      <ul class="file-list">
        {uploads
          .filter((upload) => values.includes(upload.id))
          .map((upload) => (
            <li key={upload.id}>
              <Icon name="file" size={16} /> {upload.filename}{' '}
              <small>{formatSize(upload.size, locale)}</small>
              <button
                type="button"
                class="icon-button"
                aria-label={texts.removeFile(upload.filename)}
                onClick={() => onChange(values.filter((value) => value !== upload.id))}
              >
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
      </ul>
      {failure !== null && (
        <p class="inline-error" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}
