/** The interactions of the little Discord, and what came of each: kept for as long as somebody may look at them. */
import type { Snowflake } from '../protocol.ts';
import type { Tell } from './changes.ts';
import type { Interaction, Message, WorldSnapshot } from './records.ts';

const MAX_INTERACTIONS = 1_000;
/** Of these, so many survive a restart: enough for the answers under way, and cheap to write every moment. */
const KEPT_INTERACTIONS = 100;
/** An endless loop of edits must not fill the memory; a normal delivery makes far fewer. */
const MAX_LINES_IN_RECORD = 1_000;

export interface Interactions {
  addInteraction(interaction: Interaction): void;
  interaction(id: Snowflake): Interaction | undefined;
  interactionByToken(token: string): Interaction | undefined;
  /** Changes a record in place. */
  updateInteraction(interaction: Interaction, change: Partial<Interaction>): void;
  addRevision(
    interaction: Interaction,
    kind: Interaction['revisions'][number]['kind'],
    message: Message,
  ): void;
  addRequest(interaction: Interaction, request: Interaction['requests'][number]): void;
}

export function createInteractions(
  initial: WorldSnapshot['interactions'],
  { now, tell }: { now: () => number; tell: Tell },
) {
  const interactions = new Map(initial.map((interaction) => [interaction.id, interaction]));
  const byToken = new Map(initial.map((interaction) => [interaction.token, interaction]));

  const known: Interactions = {
    addInteraction(interaction) {
      interactions.set(interaction.id, interaction);
      byToken.set(interaction.token, interaction);
      for (const oldest of interactions.values()) {
        if (interactions.size <= MAX_INTERACTIONS) break;
        interactions.delete(oldest.id);
        byToken.delete(oldest.token);
      }
      tell({ kind: 'record' });
    },
    interaction: (id) => interactions.get(id),
    interactionByToken: (token) => byToken.get(token),
    updateInteraction(interaction, change) {
      Object.assign(interaction, change);
      tell({ kind: 'record' });
    },
    addRevision(interaction, kind, message) {
      const { id: messageId, content } = message;
      interaction.revisions.push({ atMs: now() - interaction.sentAt, kind, messageId, content });
      if (interaction.revisions.length > MAX_LINES_IN_RECORD) interaction.revisions.shift();
      tell({ kind: 'record' });
    },
    addRequest(interaction, request) {
      interaction.requests.push(request);
      if (interaction.requests.length > MAX_LINES_IN_RECORD) interaction.requests.shift();
      tell({ kind: 'record' });
    },
  };
  return {
    ...known,
    keptInteractions: () => [...interactions.values()].slice(-KEPT_INTERACTIONS),
    forgetInteractions() {
      interactions.clear();
      byToken.clear();
    },
  };
}
