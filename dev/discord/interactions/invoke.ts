/**
 * A person uses a command or presses a button: the call is checked as a client checks it, sent signed to the endpoint,
 * and its answer taken, all within Discord's deadline.
 */
import type { InvokeCommand, InvokeResult, PressComponent } from '../protocol.ts';
import { firstFault, type JsonObject } from '../rules/form.ts';
import { parseInvocation, uncheckedInvocation } from '../rules/invocation.ts';
import { isOffered } from '../rules/permissions.ts';
import type { AttachmentStore } from '../world/attachment-store.ts';
import { componentId, memberObject, messageObject, userObject } from '../world/discord-objects.ts';
import type { Interaction } from '../world/records.ts';
import type { World } from '../world/world.ts';
import { blankMessage } from '../world/write-message.ts';
import { type Acknowledgement, acknowledge } from './acknowledge.ts';
import { readForm } from './body.ts';
import { type Deadline, type Delivery, deliverInteraction } from './deliver.ts';
import { createInteractionPayload, createToken, type InteractionScene } from './payload.ts';
import type { InteractionSigner } from './signing.ts';

export type InvokeOutcome = { ok: true; result: InvokeResult } | { ok: false; error: string };

export interface Invoker {
  useCommand(call: InvokeCommand): Promise<InvokeOutcome>;
  pressComponent(press: PressComponent): Promise<InvokeOutcome>;
  /** Sends a known interaction once more, as Discord does when it is unsure. The world takes no second answer. */
  redeliver(id: string): Promise<InvokeOutcome>;
}

export interface InvokerDeps {
  world: World;
  store: AttachmentStore;
  signer: InteractionSigner;
  baseUrl: () => string;
  deadline: Deadline;
  /** Aborted when the stand-in closes. */
  signal: AbortSignal;
}

export function createInvoker(deps: InvokerDeps): Invoker {
  const { world, store, signer, deadline, signal } = deps;

  function start(
    scene: InteractionScene,
    content: { type: 2 | 3; data: JsonObject; message?: JsonObject },
    invocation: string,
    sourceMessageId: string | null,
  ): Interaction {
    const interaction: Interaction = {
      id: scene.id,
      token: scene.token,
      type: content.type,
      userId: scene.user.id,
      channelId: scene.channel.id,
      invocation,
      payload: createInteractionPayload(world, scene, content),
      sentAt: world.now(),
      acknowledgedAt: null,
      callbackType: null,
      responseLatencyMs: null,
      failure: null,
      detail: null,
      originalId: null,
      sourceMessageId,
      revisions: [],
      requests: [],
    };
    world.addInteraction(interaction);
    return interaction;
  }

  async function send(interaction: Interaction): Promise<Delivery> {
    const url = world.endpointUrl();
    if (url === null) return { kind: 'unreachable', why: 'the application has no interactions endpoint' };
    const body = JSON.stringify(interaction.payload);
    return deliverInteraction({ url, body, headers: signer.sign(body), deadline, signal });
  }

  async function run(interaction: Interaction): Promise<InvokeOutcome> {
    const delivery = await send(interaction);
    const detail = await takeAnswer(interaction, delivery);
    if (interaction.acknowledgedAt === null) fail(interaction, detail ?? 'the endpoint did not respond');
    const { id: interactionId, callbackType, failure } = interaction;
    const latencyMs = interaction.responseLatencyMs ?? world.now() - interaction.sentAt;
    return { ok: true, result: { interactionId, callbackType, latencyMs, failure, detail } };
  }

  /** Returns what was wrong with the answer, or null. */
  async function takeAnswer(interaction: Interaction, delivery: Delivery): Promise<string | null> {
    switch (delivery.kind) {
      case 'timeout':
        return `no answer within ${delivery.deadlineMs} ms`;
      case 'unreachable':
        return `the endpoint could not be reached: ${delivery.why}`;
      case 'answered':
        break;
    }
    if (delivery.status === 202 && delivery.body.byteLength === 0) {
      const left = interaction.sentAt + deadline.ms - world.now();
      return (await acknowledgedWithin(world, interaction, left)) ? null : 'no callback after a 202';
    }
    if (delivery.status < 200 || delivery.status > 299) return `the endpoint answered ${delivery.status}`;
    const form = await readForm(delivery.contentType, delivery.body);
    if (!form.ok) return `the endpoint's answer is no JSON: ${form.why}`;
    return explain(await acknowledge(world, store, interaction, form.json, form.files));
  }

  function fail(interaction: Interaction, detail: string): void {
    const failure = interaction.type === 2 ? 'The application did not respond' : 'This interaction failed';
    world.updateInteraction(interaction, { failure, detail });
    // A command's failure stands in the channel, for its caller alone; a button's is a passing note.
    if (interaction.type === 2) {
      world.putMessage(
        blankMessage(world, interaction, { state: 'failed', ephemeral: true, followUp: false, failure }),
      );
    }
  }

  return {
    async useCommand(call) {
      const user = world.user(call.userId);
      const channel = world.channel(call.channelId);
      if (user === undefined) return { ok: false, error: 'userId: There is no such user' };
      if (channel === undefined) return { ok: false, error: 'channelId: There is no such channel' };
      if (!world.maySee(user.id, { channelId: channel.id, ephemeral: false, invokedBy: user.id })) {
        return { ok: false, error: 'channelId: This is somebody else’s direct messages' };
      }
      const offered = world.commands().filter((command) => isOffered(command, channel, user));
      const checked = parseInvocation(call, offered);
      if (!checked.ok && call.unchecked !== true) return checked;
      const { data, text } = checked.ok ? checked : uncheckedInvocation(call, world.nextId());

      const id = world.nextId();
      const scene = { id, token: createToken(id), user, channel, locale: call.locale };
      const content = { type: 2, data: { ...data, ...resolve(world, data) } } as const;
      return run(start(scene, content, text, null));
    },

    async pressComponent(press) {
      const user = world.user(press.userId);
      const message = world.message(press.messageId);
      if (user === undefined) return { ok: false, error: 'userId: There is no such user' };
      if (message === undefined || !world.maySee(user.id, message)) {
        return { ok: false, error: 'messageId: There is no such message' };
      }
      const channel = world.channel(message.channelId);
      const button = message.components
        .flatMap((row) => row.components)
        .find((candidate) => candidate.custom_id === press.customId);
      if (channel === undefined || button === undefined || button.disabled === true) {
        return { ok: false, error: 'customId: There is no such button to press' };
      }
      const id = world.nextId();
      const scene = { id, token: createToken(id), user, channel, locale: press.locale };
      const content = {
        type: 3,
        data: { component_type: button.type, custom_id: press.customId, id: componentId(message, button) },
        message: messageObject(world, message, deps.baseUrl()),
      } as const;
      return run(start(scene, content, button.label ?? button.emoji?.name ?? '', message.id));
    },

    async redeliver(id) {
      const interaction = world.interaction(id);
      if (interaction === undefined) return { ok: false, error: 'There is no such interaction' };
      const sentAt = world.now();
      const delivery = await send(interaction);
      const form =
        delivery.kind === 'answered'
          ? await readForm(delivery.contentType, delivery.body)
          : { ok: false as const };
      const callbackType = form.ok && typeof form.json.type === 'number' ? form.json.type : null;
      const failure = callbackType === null ? 'The application did not respond' : null;
      const detail =
        delivery.kind === 'answered' ? `the endpoint answered ${delivery.status}` : delivery.kind;
      const latencyMs = world.now() - sentAt;
      return { ok: true, result: { interactionId: id, callbackType, latencyMs, failure, detail } };
    },
  };
}

function explain(outcome: Acknowledgement): string | null {
  if (outcome.ok) return null;
  switch (outcome.kind) {
    case 'form':
      return `Invalid Form Body: ${firstFault(outcome.errors)}`;
    case 'empty':
      return 'Cannot send an empty message';
    case 'too-large':
      return 'Request entity too large';
    case 'already':
      return 'the interaction had already been acknowledged';
    case 'gone':
      return 'Unknown interaction';
  }
}

const USER_MENTION = /<@!?(\d{15,20})>/g;

/** The users that options name or mention, as Discord adds them under `resolved`. */
function resolve(world: World, data: JsonObject): JsonObject {
  const users: JsonObject = {};
  const members: JsonObject = {};
  for (const option of Array.isArray(data.options) ? data.options : []) {
    const mentioned = [...String(option.value).matchAll(USER_MENTION)].map(([, id]) => id);
    for (const id of option.type === 6 ? [option.value] : mentioned) {
      const user = world.user(id);
      if (user === undefined) continue;
      const { user: _, ...member } = memberObject(user);
      users[user.id] = userObject(user);
      members[user.id] = member;
    }
  }
  return Object.keys(users).length === 0 ? {} : { resolved: { users, members } };
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
