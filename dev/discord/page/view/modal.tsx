import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LabelView } from '../../component-views.ts';
import { type FieldProblem, type FieldValues, findProblem } from '../modal/values.ts';
import type { OpenModal } from '../state/model.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { ModalField } from './modal-field.tsx';
import { useModalForm } from './use-modal-form.ts';

/** The form that an interaction opened. The browser keeps the focus inside, and Escape closes it; then nothing is sent. */
export function ModalDialog({ modal }: { modal: OpenModal }) {
  const { session, texts, world } = usePage();
  const dialog = useModalFocus();
  const form = useModalForm(modal, (customId) => document.getElementById(fieldId(customId))?.focus());
  const { values, attempted, sending, failure } = form;

  return (
    <dialog
      class="modal"
      ref={dialog}
      aria-labelledby="modal-title"
      data-testid="modal"
      onCancel={(event) => {
        event.preventDefault();
        session.closeModal();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!sending) void form.submit();
        }}
      >
        <header class="modal-head">
          <h2 id="modal-title">{modal.view.title}</h2>
          <button
            type="button"
            class="icon-button"
            aria-label={texts.close}
            onClick={() => session.closeModal()}
          >
            <Icon name="close" />
          </button>
        </header>
        <div class="modal-fields">
          {modal.view.components.map((part) =>
            part.type === 10 ? (
              <MarkdownView key={part.id} source={part.content} />
            ) : (
              <Labelled
                key={part.id}
                part={part}
                problem={attempted ? findProblem(part.component, values[part.component.custom_id]) : null}
                value={values[part.component.custom_id] ?? ''}
                onChange={(value) => form.change(part.component.custom_id, value)}
                onUpload={form.waitFor}
              />
            ),
          )}
        </div>
        <p class="modal-warning">{texts.modalWarning(world.application.name)}</p>
        <div role="alert">
          {failure !== null && (
            <p class="inline-error" data-testid="modal-error">
              <Icon name="warning" size={16} /> {failure}
            </p>
          )}
        </div>
        <footer class="modal-actions">
          <button type="button" class="button button-secondary" onClick={() => session.closeModal()}>
            {texts.cancel}
          </button>
          <button
            type="submit"
            class="button button-primary"
            aria-busy={sending}
            disabled={sending}
            data-testid="modal-submit"
          >
            {texts.submit}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

/** Opens the dialog and gives the focus to its first field, and afterwards back to where it came from. */
function useModalFocus() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    const box = dialog.current;
    box?.showModal();
    // At once: what is typed meanwhile would go to the button that closes it, which has the focus first, and a space would press that.
    box?.querySelector<HTMLElement>('.modal-fields :is(input, textarea, select)')?.focus();
    return () => {
      // Everything outside stays out of reach until the dialog is closed.
      box?.close();
      // The browser has given the focus back while the rest was still out of reach, and would take no keys there.
      opener?.blur();
      requestAnimationFrame(() => opener?.focus());
    };
  }, []);
  return dialog;
}

function Labelled({
  part,
  problem,
  value,
  onChange,
  onUpload,
}: {
  part: LabelView;
  problem: FieldProblem | null;
  value: FieldValues[string];
  onChange(value: FieldValues[string]): void;
  onUpload(work: Promise<void>): void;
}) {
  const { texts } = usePage();
  const { component, label, description } = part;
  const id = fieldId(component.custom_id);
  const required = component.type !== 23 && component.required !== false;
  const isGroup = component.type === 21 || component.type === 22;
  const caption = (
    <>
      {label}
      {required && (
        <span class="required-mark" aria-hidden="true">
          {' '}
          *
        </span>
      )}
      {required && <span class="visually-hidden"> ({texts.required})</span>}
    </>
  );
  return (
    <div class="modal-field">
      {isGroup ? (
        <span class="modal-label" id={`${id}-label`}>
          {caption}
        </span>
      ) : (
        <label class="modal-label" id={`${id}-label`} for={id}>
          {caption}
        </label>
      )}
      {description !== undefined && (
        <p class="modal-description" id={`${id}-about`}>
          {description}
        </p>
      )}
      <ModalField
        id={id}
        field={component}
        value={value}
        describedBy={description === undefined ? `${id}-problem` : `${id}-about ${id}-problem`}
        invalid={problem !== null}
        onChange={onChange}
        onUpload={onUpload}
      />
      <p class="field-problem" id={`${id}-problem`} data-testid={`problem-${component.custom_id}`}>
        {problem !== null && texts.fieldProblem(problem)}
      </p>
    </div>
  );
}

function fieldId(customId: string): string {
  return `modal-field-${customId}`;
}
