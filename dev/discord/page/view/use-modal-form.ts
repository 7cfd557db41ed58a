import { useRef, useState } from 'preact/hooks';
import { type FieldValues, fieldsOf, findProblem, initialValues } from '../modal/values.ts';
import type { OpenModal } from '../state/model.ts';
import { usePage } from './context.ts';

/** What is filled into a form, and its way to the bot. `onWrong`: the first field that is not as it should be. */
export function useModalForm(modal: OpenModal, onWrong: (customId: string) => void) {
  const { session, texts } = usePage();
  const [values, setValues] = useState<FieldValues>(() => initialValues(modal.view));
  /** As they are by now, also for what has begun to send before a file was there. */
  const present = useRef(values);
  const uploads = useRef<Promise<unknown>>(Promise.resolve());
  const [attempted, setAttempted] = useState(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  return {
    values,
    /** It was to be sent: what is wrong with it is told from now on. */
    attempted,
    sending,
    failure,
    change(customId: string, value: FieldValues[string]): void {
      present.current = { ...present.current, [customId]: value };
      setValues(present.current);
    },
    /** It is sent when this work is done. */
    waitFor(work: Promise<void>): void {
      uploads.current = Promise.all([uploads.current, work]);
    },
    async submit(): Promise<void> {
      setSending(true);
      setFailure(null);
      await uploads.current;
      setAttempted(true);
      const filled = present.current;
      const wrong = fieldsOf(modal.view).find(
        (field) => findProblem(field, filled[field.custom_id]) !== null,
      );
      if (wrong !== undefined) {
        setSending(false);
        onWrong(wrong.custom_id);
        return;
      }
      const refusal = await session.submitModal(modal, filled);
      if (refusal === null) return;
      setSending(false);
      setFailure(refusal === 'failed' ? texts.modalFailed : refusal);
    },
  };
}
