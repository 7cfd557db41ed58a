/** The buttons under an answer that is over, with what a press of one needs. Pure. */
import { MAX_SHOWN_CHARS } from '../../../shared/limits.ts';
import { findOpenBlock } from '../../../shared/text/code-blocks.ts';
import type { AttachedFile } from '../attachments/judge.ts';
import type { FollowingAction } from '../message/custom-id.ts';
import type { DeliveryJob } from './job.ts';
import { type Owner, ownerIn } from './rights.ts';

/** The buttons under a finished answer: one press spends them all. */
export interface Offer {
  /** Whose answer it is, and where. Absent in what an earlier version has written: then it is nobody's. */
  owner?: Owner;
  actions: readonly FollowingAction[];
  /** Empty unless Retry is offered, or Continue where there are moderators. */
  prompt: string;
  /** The end of what was shown, while Continue is offered and the turn is not known to be stored, or there are moderators. */
  shown?: string;
  /** What opens the code block in which the answer to a press begins: the one in which this broke off, or began itself. */
  openBlock?: { [Action in FollowingAction]?: string };
  /** The turn is known to be stored: its person's Continue goes on from that. */
  isStored?: true;
  /** As in the task: it holds for what follows as well. */
  showsQuestion?: false;
  heading?: { text: string; link: string };
  /** The files of the question, while Retry is offered: their addresses, not their bytes. */
  files?: AttachedFile[];
  /** As in the task. */
  model?: string;
  /** The answer's thread: what follows belongs to its conversation. */
  threadId?: string;
  token: string;
  /** As in the job: what is asked again in words is seen by those who saw this. */
  isPrivate?: true;
  /** As in the job. */
  home?: string;
  /** The message that has the buttons. */
  messageId: string;
  /** The request whose turn is meant, where that is not the interaction's own. */
  request?: string;
}

/** What is known of an answer whose buttons they are. */
export interface Offered {
  actions: readonly FollowingAction[];
  messageId: string;
  /** What was shown of the answer. */
  shown: string;
  /** The turn is known to be stored. */
  isStored?: true;
}

/** A moderator reads nobody's conversation: what their press needs is kept here, where there may be one. */
export function offerOf(job: DeliveryJob, { actions, messageId, shown, isStored }: Offered): Offer {
  const { task, token, caller, home, isPrivate } = job;
  const mayContinue = actions.includes('continue');
  const isModerated = caller.guild_id !== null;
  const needsPrompt = actions.includes('retry') || (mayContinue && isModerated);
  const needsShown = mayContinue && shown !== '' && (isStored !== true || isModerated);
  const brokeOffIn = mayContinue ? findOpenBlock(shown) : null;
  const openBlock = {
    ...(task.kind === 'answer' && task.openBlock !== undefined ? { retry: task.openBlock } : {}),
    ...(brokeOffIn === null ? {} : { continue: brokeOffIn }),
  };
  return {
    owner: ownerIn(caller),
    actions,
    messageId,
    prompt: task.kind === 'answer' && needsPrompt ? task.prompt : '',
    ...(needsShown ? { shown: lastOf(shown) } : {}),
    ...(Object.keys(openBlock).length === 0 ? {} : { openBlock }),
    ...(isStored === true ? { isStored } : {}),
    ...(task.kind === 'answer' && task.showsQuestion === false ? { showsQuestion: false } : {}),
    ...(task.kind === 'answer' && task.heading !== undefined ? { heading: task.heading } : {}),
    ...(task.kind === 'answer' && task.files !== undefined && actions.includes('retry')
      ? { files: task.files }
      : {}),
    ...(task.kind === 'answer' && task.model !== undefined ? { model: task.model } : {}),
    ...(task.kind === 'answer' && task.thread?.state === 'open' ? { threadId: task.thread.id } : {}),
    ...(isPrivate === true ? { isPrivate } : {}),
    ...(home === undefined ? {} : { home }),
    token,
  };
}

/** Without half of a surrogate pair at its beginning. */
function lastOf(text: string): string {
  return text.slice(-MAX_SHOWN_CHARS).replace(/^[\udc00-\udfff]/, '');
}
