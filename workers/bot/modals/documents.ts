/** The form of `/docs add`: files, and who may find them. Pure. */
import { DOCUMENT_SCOPES, type DocumentScope } from '../../../shared/contract/documents.ts';
import { MAX_DOCUMENT_FILES } from '../../../shared/limits.ts';
import { FILE_UPLOAD, LABEL, type Modal, type ModalValues, STRING_SELECT } from '../discord/modal.ts';
import type { Texts } from '../locale/texts.ts';

const CUSTOM_ID = 'documents';
const FILES = 'files';
const SCOPE = 'scope';

/** `allowed`: what this person may choose, at least one. */
export function createDocumentsModal(
  chosen: DocumentScope,
  allowed: readonly DocumentScope[],
  texts: Texts,
): Modal {
  const { form: t, scopes } = texts.documents;
  return {
    custom_id: CUSTOM_ID,
    title: t.title,
    components: [
      {
        type: LABEL,
        label: t.files,
        description: t.filesHint,
        component: {
          type: FILE_UPLOAD,
          custom_id: FILES,
          required: true,
          min_values: 1,
          max_values: MAX_DOCUMENT_FILES,
        },
      },
      {
        type: LABEL,
        label: t.scope,
        description: t.scopeHint,
        component: {
          type: STRING_SELECT,
          custom_id: SCOPE,
          required: true,
          options: allowed.map((scope) => ({
            label: scopes[scope],
            value: scope,
            ...(scope === chosen ? { default: true as const } : {}),
          })),
        },
      },
    ],
  };
}

export interface EnteredDocuments {
  scope: DocumentScope;
  fileIds: readonly string[];
}

/** Null: it is another modal. */
export function readDocumentsModal(customId: string, { lists }: ModalValues): EnteredDocuments | null {
  if (customId !== CUSTOM_ID) return null;
  const scope = DOCUMENT_SCOPES.find((each) => each === lists.get(SCOPE)?.[0]) ?? 'me';
  return { scope, fileIds: (lists.get(FILES) ?? []).slice(0, MAX_DOCUMENT_FILES) };
}
