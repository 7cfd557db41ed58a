/** The messages of one delivery's proposed actions in Discord: posted, edited, taken back. */

import { sleep } from '../../../shared/time/wait.ts';
import type { Connections } from '../delivery/connections.ts';
import { ORIGINAL } from '../discord/webhook.ts';
import { textsFor } from '../locale/choose.ts';
import type { ActionsRecord, KeptAction } from './actions.ts';
import type { ActionStore } from './kept.ts';
import { editMessage, postMessage } from './post.ts';
import type { ActionMessage } from './rpc.ts';
import { fitsMessage, viewAction } from './view.ts';

export interface ActionDisplayDeps {
  connections: Connections;
  store: ActionStore;
  /** Nobody can press what nobody sees. */
  withdraw(index: number): void;
}

export interface ActionDisplay {
  /** The message of an action as it stands. `said`: what came of it. */
  look(record: ActionsRecord, kept: KeptAction, index: number, said?: string): ActionMessage;
  /** Shows a new state where the action stands, `pressToken` being that of the press which changed it. */
  showState(
    record: ActionsRecord,
    kept: KeptAction,
    index: number,
    how?: { pressToken?: string | null; said?: string },
  ): Promise<void>;
  /** Posts what waits and is not shown yet, one after the other, in the order in which they were proposed. */
  showNew(record: ActionsRecord): Promise<void>;
  /** Nothing of it can be pressed any more. */
  showErased(record: ActionsRecord): Promise<void>;
}

export function createActionDisplay({ connections, store, withdraw }: ActionDisplayDeps): ActionDisplay {
  /** What this isolate is posting. */
  const showing = new Set<number>();

  function look(record: ActionsRecord, kept: KeptAction, index: number, said?: string): ActionMessage {
    const { job } = record;
    const place = { deliveryId: job.interactionId, requesterId: job.caller.user_id, index };
    const texts = textsFor(job.caller.locale);
    return viewAction(kept, { ...place, locale: job.caller.locale, nowMs: Date.now() }, texts, said);
  }

  async function post(record: ActionsRecord, kept: KeptAction, index: number): Promise<void> {
    const message = look(record, kept, index);
    const { job } = record;
    const posted = fitsMessage(message) ? await postMessage(connections.webhook(job), message, sleep) : null;
    if (posted !== null) {
      store.change(index, (action) => ({ ...action, message: posted }));
      connections.log(job).info('action.proposed', { tool: kept.proposed.tool, by: kept.proposed.by });
      return;
    }
    withdraw(index);
    connections.log(job).warn('action.unshown', { state: 'waiting', tool: kept.proposed.tool });
  }

  /** The press was of a button under the message itself. */
  function showAtPress(token: string, message: ActionMessage): Promise<boolean> {
    return editMessage(connections.webhook({ token }), ORIGINAL, message, sleep);
  }

  async function showByDelivery(
    { job }: ActionsRecord,
    { message: standing }: KeptAction,
    message: ActionMessage,
  ): Promise<boolean> {
    // It may be there, but nobody knows under which id.
    if (standing === 'unsure') return false;
    const own = connections.webhook(job);
    return standing === null
      ? (await postMessage(own, message, sleep)) !== null
      : editMessage(own, standing.id, message, sleep);
  }

  return {
    look,

    async showState(record, kept, index, { pressToken = null, said } = {}) {
      const { job } = record;
      const message = look(record, kept, index, said);
      const isShown =
        (pressToken !== null && (await showAtPress(pressToken, message))) ||
        (await showByDelivery(record, kept, message));
      if (kept.message === null) store.change(index, (action) => ({ ...action, message: 'unsure' }));
      if (!isShown) connections.log(job).warn('action.unshown', { state: kept.state.kind });
    },

    async showNew(record) {
      for (const [index, given] of record.actions.entries()) {
        const { state, message } = store.load()?.actions[index] ?? given;
        if (state.kind !== 'waiting' || message !== null || showing.has(index)) continue;
        showing.add(index);
        await post(record, given, index).finally(() => showing.delete(index));
      }
    },

    async showErased({ job, actions }) {
      const erased = { content: textsFor(job.caller.locale).notices.erased, components: [] };
      const webhook = connections.webhook(job);
      await Promise.all(
        actions.map(async ({ state, message }) => {
          if (state.kind !== 'waiting' || message === null || message === 'unsure') return;
          await editMessage(webhook, message.id, erased, sleep);
        }),
      );
    },
  };
}
