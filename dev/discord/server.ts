/**
 * A stand-in for Discord on this machine: its REST API as far as an interactions-only bot uses it, the sending of
 * signed interactions, and a page where a person types commands. Nothing leaves loopback.
 *
 * Where it differs from Discord on purpose. Stricter: lengths are counted in UTF-16 units, mentions inside code notify,
 * half a surrogate pair is refused, all requests of one webhook share one rate limit, modals have no rows, attachment
 * ids are strings.
 * Missing altogether: gateway, the daily limit of command creations, the message that tells a poll's result.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { startHttpServer } from '../stand-in/http-server.ts';
import { createAttachmentLinks } from './attachment-links.ts';
import { createAttachmentRoutes } from './attachments.ts';
import { createEventStreams } from './control/events.ts';
import { requireLoopbackHost, requireSameOrigin } from './control/guards.ts';
import { createControlRoutes } from './control/routes.ts';
import type { DiscordFaults } from './discord-faults.ts';
import { type Deadline, DISCORDS_DEADLINE } from './interactions/deliver.ts';
import { type ProbeVerdict, probeEndpoint } from './interactions/endpoint-probe.ts';
import { createInvoker } from './interactions/invoke.ts';
import { createInteractionSigner } from './interactions/signing.ts';
import { createPageRoutes } from './page-assets.ts';
import { createRestApi } from './rest/app.ts';
import { createFaultSwitch } from './rest/faults.ts';
import { probeEventsEndpoint } from './webhook-events/probe.ts';
import { createEventSender, DISCORDS_EVENT_PAUSES_MS } from './webhook-events/send.ts';
import { createAttachmentStore } from './world/attachment-store.ts';
import { createStateFile } from './world/state-file.ts';
import { createWorld } from './world/world.ts';

export interface DiscordStandInOptions {
  /** 0, the default, lets the system choose. */
  port?: number;
  /** Where state is kept; without it nothing survives `close`. */
  dataDir?: string;
  applicationId: string;
  botToken: string;
  /** Ed25519, 64 hexadecimal digits. */
  publicKey: string;
  /** Ed25519, PKCS #8, base64. */
  privateKeyPkcs8: string;
  faults?: DiscordFaults;
  log?: (line: string) => void;
  /** For tests: when the endpoint's time for its first response is over; after Discord's 3 seconds by default. */
  deadline?: Deadline;
  /** For tests: the pauses before an event that was not acknowledged is sent again; Discord's ten minutes by default. */
  eventPausesMs?: readonly number[];
  /** For tests: Unix milliseconds. */
  now?: () => number;
}

export interface DiscordStandIn {
  /** `http://127.0.0.1:PORT`: the page, and the base of `/dev/…`. */
  url: string;
  /** `…/api/v10` */
  apiBaseUrl: string;
  setInteractionsEndpoint(url: string): Promise<ProbeVerdict>;
  /** For webhook events. */
  setEventsEndpoint(url: string): Promise<ProbeVerdict>;
  setFaults(faults: DiscordFaults): void;
  close(): Promise<void>;
}

/** Rejects when the port is taken. */
export async function startDiscordStandIn(options: DiscordStandInOptions): Promise<DiscordStandIn> {
  const { dataDir, applicationId, deadline = DISCORDS_DEADLINE, now = Date.now } = options;
  const log = options.log ?? (() => {});
  const stateFile = createStateFile(dataDir, applicationId, log);
  const world = createWorld(await stateFile.load(), now);
  const stopWriting = world.subscribe(() => stateFile.schedule(world.snapshot));
  const store = createAttachmentStore(dataDir);
  world.subscribe((change) => {
    if (change.kind !== 'message-deleted') return;
    void store.remove(change.message.attachments.map((attachment) => attachment.id));
  });
  await store.sweep(world.fileIds());

  const closing = new AbortController();
  const { signal } = closing;
  let url = '';
  const faults = createFaultSwitch(options.faults);
  const links = createAttachmentLinks({
    baseUrl: () => url,
    applicationId,
    key: options.privateKeyPkcs8,
    now,
    lifeSec: () => faults.fileLinkLifeSec,
  });
  const signer = createInteractionSigner(options.privateKeyPkcs8, now);
  const streams = createEventStreams(world, links);
  const invoker = createInvoker({ world, store, signer, links, deadline, signal });

  async function setEndpoint(endpointUrl: string): Promise<ProbeVerdict> {
    const verdict = await probeEndpoint({ world, signer, deadline, signal }, endpointUrl);
    if (verdict.ok) world.setEndpointUrl(endpointUrl);
    return verdict;
  }

  const sending = { world, signer, deadline, signal };
  const events = createEventSender({
    ...sending,
    pausesMs: options.eventPausesMs ?? DISCORDS_EVENT_PAUSES_MS,
  });

  async function setEventsEndpoint(eventsUrl: string): Promise<ProbeVerdict> {
    const verdict = await probeEventsEndpoint(sending, eventsUrl);
    if (verdict.ok) world.setEventsUrl(eventsUrl);
    return verdict;
  }

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(requireLoopbackHost);
  app.route(
    '/api',
    createRestApi({
      world,
      store,
      faults,
      botToken: options.botToken,
      publicKey: options.publicKey,
      links,
      setEndpoint,
      setEventsEndpoint,
      sleep: (ms) => sleep(ms, undefined, { signal }),
    }),
  );
  app.use('/dev/*', requireSameOrigin);
  app.route('/dev', createControlRoutes({ world, invoker, events, faults, streams, links, store }));
  app.route('/', createAttachmentRoutes({ world, store, links, faults, signal }));
  app.route('/', createPageRoutes());
  app.onError((error, c) => {
    if (!signal.aborted)
      log(`discord: ${c.req.method} ${c.req.path.split('/', 3).join('/')}: ${error.stack}`);
    return c.json({ message: '500: Internal Server Error', code: 0 }, 500);
  });

  const server = await startHttpServer({
    name: 'Discord stand-in',
    port: options.port,
    handle: getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  });
  url = server.origin;

  return {
    url,
    apiBaseUrl: `${url}/api/v10`,
    setInteractionsEndpoint: setEndpoint,
    setEventsEndpoint,
    setFaults: faults.replace,
    async close() {
      closing.abort();
      streams.closeAll();
      await server.close();
      stopWriting();
      await stateFile.flush();
    },
  };
}
