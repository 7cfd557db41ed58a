/** What the page asks of the stand-in as the present user. Each tells the state what became of it. */
import type { PageLocale, Snowflake } from '../../protocol.ts';
import type { AutocompleteChoice, PostMessage, UploadView } from '../../surfaces.ts';
import type { OptionValue } from '../command/options.ts';
import type { FieldValues } from '../modal/values.ts';
import type { PageApi } from './api.ts';
import type { MenuTarget } from './menu.ts';
import {
  type Failure,
  type OpenModal,
  type Outcome,
  type PageAction,
  type PageState,
  pressKey,
  type Sent,
} from './model.ts';

export interface Requests {
  /** Sends a command as the present user in the present channel; `invocation` is how it looks meanwhile. */
  invoke(name: string, options: Record<string, OptionValue>, invocation: string): Promise<Outcome>;
  /** Sends a message's or a user's command. */
  useMenu(target: MenuTarget, name: string): Promise<void>;
  /** Writes an ordinary message, which the bot does not see; the failure, or null. */
  postMessage(content: string): Promise<Failure | null>;
  /** Sends a sound file as a voice message, as a person who speaks does. */
  postVoice(file: File, voice: NonNullable<PostMessage['voice']>): Promise<Failure | null>;
  /** The present user removes the app. */
  removeApp(): Promise<void>;
  /** Sends a modal, which closes when it was answered; else why not: `failed`, or the stand-in's words. */
  submitModal(modal: OpenModal, values: FieldValues): Promise<string | null>;
  /** What the bot offers for an option that is being typed; null: nothing that could be used. */
  autocomplete(
    name: string,
    options: Record<string, OptionValue>,
    focused: string,
  ): Promise<readonly AutocompleteChoice[] | null>;
  upload(file: File): Promise<Sent<UploadView>>;
  /** Presses a button, or sends what was chosen in a select. */
  press(messageId: Snowflake, customId: string, values?: string[]): Promise<void>;
  /** Votes in a poll for these answers; for none: takes the vote back. */
  vote(messageId: Snowflake, answerIds: readonly number[]): Promise<void>;
}

export interface RequestsDeps {
  api: PageApi;
  state(): PageState;
  dispatch(action: PageAction): void;
  /** A command was taken. */
  onTaken(): void;
}

export function createRequests({ api, state, dispatch, onTaken }: RequestsDeps): Requests {
  let sent = 0;

  /** Shows `invocation` as on its way until it is answered. */
  async function send(
    invocation: string,
    call: (place: { userId: Snowflake; channelId: Snowflake; locale: PageLocale }) => Promise<Outcome>,
  ): Promise<Outcome> {
    const { channelId, preferences } = state();
    const { userId, locale } = preferences;
    if (channelId === null || userId === null) return { ok: false, failure: { reason: 'unreachable' } };
    sent += 1;
    const key = sent;
    dispatch({ kind: 'command-sent', command: { key, channelId, userId, invocation } });
    const outcome = await call({ userId, channelId, locale });
    dispatch({ kind: 'command-settled', key });
    if (outcome.ok) onTaken();
    openModal(outcome);
    return outcome;
  }

  function openModal(outcome: Outcome): void {
    if (!outcome.ok || outcome.result.modal === null) return;
    const { interactionId, modal: view } = outcome.result;
    dispatch({ kind: 'modal-changed', modal: { interactionId, view } });
  }

  return {
    invoke: (name, options, invocation) =>
      send(invocation, (place) => api.invoke({ name, options, ...place })),
    async useMenu({ type, id }, name) {
      dispatch({ kind: 'alert-changed', alert: null });
      const outcome = await send(name, (place) => api.useMenu({ name, type, targetId: id, ...place }));
      if (!outcome.ok) dispatch({ kind: 'alert-changed', alert: outcome.failure });
    },
    async postMessage(content) {
      const { channelId, preferences } = state();
      if (channelId === null || preferences.userId === null) return { reason: 'unreachable' };
      return api.postMessage({ channelId, userId: preferences.userId, content });
    },
    async postVoice(file, voice) {
      const { channelId, preferences } = state();
      const { userId } = preferences;
      if (channelId === null || userId === null) return { reason: 'unreachable' };
      const sent = await api.upload(file, userId);
      if (!sent.ok) return sent.failure;
      return api.postMessage({ channelId, userId, content: '', uploads: [sent.result.id], voice });
    },
    async submitModal({ interactionId }, values) {
      const { userId, locale } = state().preferences;
      if (userId === null) return 'failed';
      const copy = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
      );
      const outcome = await api.submitModal({ interactionId, userId, locale, values: copy });
      if (!outcome.ok) return (outcome.failure.reason === 'refused' && outcome.failure.detail) || 'failed';
      if (outcome.result.failure !== null) return 'failed';
      if (state().modal?.interactionId === interactionId) dispatch({ kind: 'modal-changed', modal: null });
      return null;
    },
    async autocomplete(name, options, focused) {
      const { channelId, preferences } = state();
      const { userId, locale } = preferences;
      if (channelId === null || userId === null) return null;
      const result = await api.autocomplete({ name, options, focused, userId, channelId, locale });
      return result?.choices ?? null;
    },
    async upload(file) {
      const { userId } = state().preferences;
      return userId === null ? { ok: false, failure: { reason: 'unreachable' } } : api.upload(file, userId);
    },
    async removeApp() {
      const { userId } = state().preferences;
      if (userId === null) return;
      dispatch({ kind: 'alert-changed', alert: null });
      const done = await api.deauthorise(userId);
      if (done.ok) {
        dispatch({ kind: 'removal-changed', removal: done.result.acknowledged ? 'told' : 'untold' });
      } else dispatch({ kind: 'alert-changed', alert: done.failure });
    },
    async vote(messageId, answerIds) {
      const { userId } = state().preferences;
      if (userId === null) return;
      const failure = await api.vote({ messageId, answerIds: [...answerIds], userId });
      dispatch({ kind: 'alert-changed', alert: failure });
    },
    async press(messageId, customId, values) {
      const { userId, locale } = state().preferences;
      if (userId === null || state().presses.has(pressKey({ messageId, customId }))) return;
      dispatch({ kind: 'press-sent', messageId, customId });
      const outcome = await api.press({
        messageId,
        customId,
        ...(values === undefined ? {} : { values }),
        userId,
        locale,
      });
      openModal(outcome);
      const failed = !outcome.ok || outcome.result.failure !== null;
      dispatch({ kind: 'press-settled', messageId, customId, failed });
    },
  };
}
