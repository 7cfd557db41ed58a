import type { HttpBindings } from '@hono/node-server';
import type { AttachmentLinks } from '../attachment-links.ts';
import type { ProbeVerdict } from '../interactions/endpoint-probe.ts';
import type { AttachmentStore } from '../world/attachment-store.ts';
import type { World } from '../world/world.ts';
import type { FaultSwitch } from './faults.ts';

/** What the routes stand on. */
export interface RestDeps {
  world: World;
  store: AttachmentStore;
  faults: FaultSwitch;
  botToken: string;
  /** Ed25519, hexadecimal: shown as the application's `verify_key`. */
  publicKey: string;
  links: AttachmentLinks;
  /** Examines a new interactions endpoint and, when it passes, takes it. */
  setEndpoint: (url: string) => Promise<ProbeVerdict>;
  /** The same for webhook events. */
  setEventsEndpoint: (url: string) => Promise<ProbeVerdict>;
  /** Rejects when the stand-in closes. */
  sleep: (ms: number) => Promise<void>;
}

export interface RestEnv {
  Bindings: HttpBindings;
}
