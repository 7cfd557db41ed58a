/** Sends an interaction signed to the endpoint and takes its answer, all within Discord's deadline. */
import type { JsonRecord } from '../../../shared/json.ts';
import type { InvokeResult } from '../protocol.ts';
import { firstFault } from '../rules/form.ts';
import type { AttachmentStore } from '../world/attachment-store.ts';
import type { Interaction } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { blankMessage } from '../world/write-message.ts';
import { type Acknowledgement, acknowledge } from './acknowledge.ts';
import { readForm } from './body.ts';
import { type Deadline, type Delivery, deliverInteraction } from './deliver.ts';
import { createInteractionPayload, type InteractionContent, type InteractionScene } from './payload.ts';
import type { InteractionSigner } from './signing.ts';

export type InvokeOutcome = { ok: true; result: InvokeResult } | { ok: false; error: string };

export interface SenderDeps {
  world: World;
  store: AttachmentStore;
  signer: InteractionSigner;
  deadline: Deadline;
  /** Aborted when the stand-in closes. */
  signal: AbortSignal;
}

/** Interactions that are remembered: all but autocompletion. */
export type RecordedContent = InteractionContent & { type: 2 | 3 | 5 };

export interface Sender {
  /** Records the interaction, sends it, and takes the answer. `invocation`: how the call looks in the channel. */
  run(
    scene: InteractionScene,
    content: RecordedContent,
    about: { invocation: string; sourceMessageId?: string | null },
  ): Promise<InvokeOutcome>;
  /** Sends a body that is not recorded, and gives what came back. */
  post(payload: JsonRecord): Promise<Delivery>;
  /** Sends a known interaction once more, as Discord does when it is unsure. The world takes no second answer. */
  redeliver(id: string): Promise<InvokeOutcome>;
}

export function createSender(deps: SenderDeps): Sender {
  const { world, store, signer, deadline, signal } = deps;

  function record(
    scene: InteractionScene,
    content: RecordedContent,
    about: { invocation: string; sourceMessageId?: string | null },
  ): Interaction {
    const interaction: Interaction = {
      id: scene.id,
      token: scene.token,
      type: content.type,
      userId: scene.user.id,
      channelId: scene.channel.id,
      invocation: about.invocation,
      payload: createInteractionPayload(world, scene, content),
      sentAt: world.now(),
      acknowledgedAt: null,
      callbackType: null,
      responseLatencyMs: null,
      failure: null,
      detail: null,
      originalId: null,
      sourceMessageId: about.sourceMessageId ?? null,
      revisions: [],
      requests: [],
    };
    world.addInteraction(interaction);
    return interaction;
  }

  async function post(payload: JsonRecord): Promise<Delivery> {
    const url = world.endpointUrl();
    if (url === null) return { kind: 'unreachable', why: 'the application has no interactions endpoint' };
    const body = JSON.stringify(payload);
    return deliverInteraction({ url, body, headers: signer.sign(body), deadline, signal });
  }

  /** Returns what was wrong with the answer, or null. */
  async function takeAnswer(interaction: Interaction, delivery: Delivery): Promise<string | null> {
    if (delivery.kind !== 'answered') return describeMissing(delivery);
    if (delivery.status === 202 && delivery.body.byteLength === 0) {
      const left = interaction.sentAt + deadline.ms - world.now();
      return (await acknowledgedWithin(world, interaction, left)) ? null : 'no callback after a 202';
    }
    if (delivery.status < 200 || delivery.status > 299) return `the endpoint answered ${delivery.status}`;
    const form = await readForm(delivery.contentType, delivery.body);
    if (!form.ok) return `the endpoint's answer is no JSON: ${form.why}`;
    return explain(await acknowledge({ world, store }, interaction, form));
  }

  function fail(interaction: Interaction, detail: string): void {
    const failure = isCommand(interaction) ? 'The application did not respond' : 'This interaction failed';
    world.updateInteraction(interaction, { failure, detail });
    // A command's failure stands in the channel, for its caller alone; a component's is a passing note.
    if (isCommand(interaction)) {
      world.putMessage(
        blankMessage(world, interaction, { state: 'failed', ephemeral: true, followUp: false, failure }),
      );
    }
  }

  return {
    post,

    async run(scene, content, about) {
      const interaction = record(scene, content, about);
      const detail = await takeAnswer(interaction, await post(interaction.payload));
      if (interaction.acknowledgedAt === null) fail(interaction, detail ?? 'the endpoint did not respond');
      const { id: interactionId, callbackType, failure, modal = null } = interaction;
      const latencyMs = interaction.responseLatencyMs ?? world.now() - interaction.sentAt;
      return { ok: true, result: { interactionId, callbackType, latencyMs, failure, detail, modal } };
    },

    async redeliver(id) {
      const interaction = world.interaction(id);
      if (interaction === undefined) return { ok: false, error: 'There is no such interaction' };
      const sentAt = world.now();
      const delivery = await post(interaction.payload);
      const form =
        delivery.kind === 'answered'
          ? await readForm(delivery.contentType, delivery.body)
          : { ok: false as const };
      const callbackType = form.ok && typeof form.json.type === 'number' ? form.json.type : null;
      const failure = callbackType === null ? 'The application did not respond' : null;
      const detail =
        delivery.kind === 'answered' ? `the endpoint answered ${delivery.status}` : delivery.kind;
      const latencyMs = world.now() - sentAt;
      return {
        ok: true,
        result: { interactionId: id, callbackType, latencyMs, failure, detail, modal: null },
      };
    },
  };
}

function isCommand({ type }: Interaction): boolean {
  return type === 2;
}

export function describeMissing(delivery: Exclude<Delivery, { kind: 'answered' }>): string {
  return delivery.kind === 'timeout'
    ? `no answer within ${delivery.deadlineMs} ms`
    : `the endpoint could not be reached: ${delivery.why}`;
}

function explain(outcome: Acknowledgement): string | null {
  if (outcome.ok) return null;
  switch (outcome.kind) {
    case 'form':
      return `Invalid Form Body: ${firstFault(outcome.errors)}`;
    case 'empty':
      return 'Cannot send an empty message';
    case 'poll':
      return 'Cannot edit a poll message';
    case 'voice':
      return 'The voice message was refused';
    case 'broken':
      return '500: Internal Server Error';
    case 'too-large':
      return 'Request entity too large';
    case 'already':
      return 'the interaction had already been acknowledged';
    case 'gone':
      return 'Unknown interaction';
  }
}

/** Resolves as soon as the callback route has acknowledged the interaction, or when the time is up. */
function acknowledgedWithin(world: World, interaction: Interaction, ms: number): Promise<boolean> {
  if (interaction.acknowledgedAt !== null) return Promise.resolve(true);
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve(interaction.acknowledgedAt !== null);
    };
    const timer = setTimeout(finish, Math.max(0, ms));
    const unsubscribe = world.subscribe(() => {
      if (interaction.acknowledgedAt !== null) finish();
    });
  });
}
