/** What commands and buttons may use. Built once a request by compose.ts; tests give their own. Types alone. */
import type { Caller } from '../../shared/contract/caller.ts';
import type { CostLimits } from '../../shared/contract/cost-limits.ts';
import type { DocumentFacts } from '../../shared/contract/documents.ts';
import type { MemoryFact } from '../../shared/contract/memory.ts';
import type { OfferedModels } from '../../shared/contract/offered-models.ts';
import type { Persona } from '../../shared/settings/persona.ts';
import type { BffClient } from './bff/client.ts';
import type { BeginDeps } from './delivery/begin.ts';
import type { DeliveryDirectory } from './delivery/directory.ts';
import type { InteractionBase } from './discord/parse.ts';
import type { FreshCache } from './fresh-cache.ts';
import type { Gate } from './gate/gate.ts';
import type { Texts } from './locale/texts.ts';
import type { BlockStore } from './moderation/block-store.ts';
import type { MuteStore } from './mute/store.ts';
import type { PersonErasureRpc } from './privacy/due-erasure.ts';
import type { RemindersRpc } from './reminders/rpc.ts';
import type { TalkClient } from './talk/client.ts';

export interface Services extends BeginDeps {
  /** The general limit, apart from the cost of model calls: false when this person uses Libra too fast. */
  isWithinPublicLimit(userId: string): Promise<boolean>;
  gate: Gate;
  /** What the bff enforces. */
  costLimits: CostLimits;
  /** Whether Libra has a token of its own, without which it opens no thread. */
  hasBotToken: boolean;
  directory: DeliveryDirectory;
  mutes: MuteStore;
  blocks: BlockStore;
  bff: BffClient;
  /** Of the isolate. */
  offers: FreshCache<OfferedModels>;
  /** Of the isolate, by place and person: likewise. */
  documentNames: FreshCache<readonly DocumentFacts[]>;
  /** Of the isolate: for what is offered while a name is typed, and for nothing else. */
  personaNames: FreshCache<readonly Persona[]>;
  /** Of the isolate: the facts of a person in a place, for what is offered while one is typed. */
  memoryFacts: FreshCache<readonly MemoryFact[]>;
  /** Documents that are being read: what is kept of them until then goes. Never rejects. */
  forgetReadings(ids: readonly string[]): Promise<void>;
  /** The erasure of a person who has removed Libra. Its calls reject when the object does not answer in time. */
  personErasure(userId: string): PersonErasureRpc;
  /** What a person has asked to be reminded of. Its calls reject when the object does not answer in time. */
  reminders(userId: string): RemindersRpc;
  /** Live conversations; null where none are set up. */
  talk: TalkClient | null;
  /** Libra's own id at Discord. */
  applicationId: string;
  version: string;
}

/** One interaction that a command or a button answers. */
export interface InteractionContext<Kind extends InteractionBase = InteractionBase> {
  interaction: Kind;
  caller: Caller;
  texts: Texts;
  services: Services;
}
