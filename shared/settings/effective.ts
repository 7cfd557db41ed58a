/** The settings that hold for one question: the nearest scope that sets a field wins, within what the wider ones allow. Pure. */
import type { Locale } from '../contract/caller.ts';
import type {
  AnswersIn,
  ChannelSettings,
  ConversationKind,
  CostAudience,
  Moderation,
  PersonSettings,
  RoleLimit,
  Scope,
  ServerSettings,
} from './settings.ts';

/** What the operator allows at most. */
export interface Ceilings {
  /** Models of the catalogue; null: not known to the caller. */
  models: readonly string[] | null;
  /** Of a server in a day; 0 is no bound. */
  dailyTokens: number;
  dailyMicroUsd: number;
}

export interface Scopes {
  ceilings: Ceilings;
  server: ServerSettings;
  channel: ChannelSettings;
  person: PersonSettings;
}

/** Where somebody asks. */
export interface AskedIn {
  /** Also the id of the role @everyone. Null outside servers. */
  guildId: string | null;
  channelId: string;
  /** Of a thread: its channel. */
  parentId: string | null;
  /** Of the person in this server. */
  roleIds: readonly string[];
}

/** Undefined: no bound of a role. */
export type MemberLimit = Omit<RoleLimit, 'roleId'>;

export interface EffectiveSettings {
  /** Null: the interaction's own. */
  language: Locale | null;
  /** Null: the operator's default, or the first that the server allows when it does not allow that one. */
  model: string | null;
  /** Null: every one of the catalogue. */
  allowedModels: readonly string[] | null;
  /** What somebody chose and cannot have: no longer in the catalogue, or not allowed by the server. The nearest scope first. */
  droppedModels: readonly DroppedModel[];
  /** In this order; each is tried until the server has one of this name. */
  personas: readonly string[];
  /** The server's, then the channel's. */
  instructions: readonly string[];
  /** False: Libra does not answer in this place. */
  isAnswering: boolean;
  memberLimit: MemberLimit;
  /** 0 is no bound. */
  dailyTokens: number;
  dailyMicroUsd: number;
  privateAnswers: boolean;
  conversation: ConversationKind;
  memory: boolean;
  /** Null: as the operator has it. */
  moderation: Moderation | null;
  showCosts: CostAudience;
  showQuestion: boolean;
  /** Names that the operator's list may no longer have; each is then nothing. */
  toolServers: readonly string[];
  /** Of tools. */
  toolsOff: readonly string[];
  /** Null: UTC. */
  timeZone: string | null;
  /** Null: the operator's own. */
  voice: string | null;
  spokenReplies: boolean;
}

export interface DroppedModel {
  scope: Scope;
  model: string;
  why: 'unknown' | 'not_allowed';
}

const NO_ANSWERS: AnswersIn = { allow: [], deny: [] };

export function effectiveSettings(scopes: Scopes, asked: AskedIn): EffectiveSettings {
  const { ceilings, server, channel, person } = scopes;
  const nearest = <Field extends keyof ChannelSettings>(field: Field) => channel[field] ?? server[field];
  return {
    language: person.language ?? nearest('language') ?? null,
    ...chooseModel(scopes),
    personas: present([person.persona, channel.persona, server.persona]),
    instructions: present([server.instructions, channel.instructions]),
    isAnswering: isAnsweredIn(server.answersIn ?? NO_ANSWERS, asked),
    memberLimit: memberLimitOf(server.roleLimits ?? [], asked),
    ...dailyBudgetOf(server, ceilings),
    privateAnswers: nearest('privateAnswers') ?? false,
    conversation: nearest('conversation') ?? 'person',
    // One no is enough.
    memory: ![server.memory, channel.memory, person.memory].includes(false),
    moderation: nearest('moderation') ?? null,
    showCosts: nearest('showCosts') ?? 'nobody',
    showQuestion: nearest('showQuestion') ?? true,
    toolServers: server.toolServers ?? [],
    toolsOff: server.toolsOff ?? [],
    timeZone: person.timeZone ?? null,
    voice: person.voice ?? nearest('voice') ?? null,
    spokenReplies: person.spokenReplies ?? false,
  };
}

/** Of a server as a whole. */
export function dailyBudgetOf(
  server: Pick<ServerSettings, 'dailyTokens' | 'dailyMicroUsd'>,
  ceilings: Pick<Ceilings, 'dailyTokens' | 'dailyMicroUsd'>,
): Pick<EffectiveSettings, 'dailyTokens' | 'dailyMicroUsd'> {
  return {
    dailyTokens: stricter(server.dailyTokens ?? 0, ceilings.dailyTokens),
    dailyMicroUsd: stricter(server.dailyMicroUsd ?? 0, ceilings.dailyMicroUsd),
  };
}

type Chosen = Pick<EffectiveSettings, 'model' | 'allowedModels' | 'droppedModels'>;

function chooseModel({ ceilings, server, channel, person }: Scopes): Chosen {
  const isKnown = (model: string) => ceilings.models === null || ceilings.models.includes(model);
  // A list of which nothing is left in the catalogue would shut everybody out: it binds no more.
  const listed = server.allowedModels?.filter(isKnown) ?? [];
  const allowedModels = listed.length === 0 ? null : listed;
  const droppedModels: DroppedModel[] = [];
  const wanted: [Scope, string | undefined][] = [
    ['person', person.model],
    ['channel', channel.model],
    ['server', server.model],
  ];
  for (const [scope, model] of wanted) {
    if (model === undefined) continue;
    const isAllowed = allowedModels === null || allowedModels.includes(model);
    if (isKnown(model) && isAllowed) return { model, allowedModels, droppedModels };
    droppedModels.push({ scope, model, why: isKnown(model) ? 'not_allowed' : 'unknown' });
  }
  return { model: null, allowedModels, droppedModels };
}

/** The model of a question for which nobody has chosen one. */
export function defaultModelOf(
  { model, allowedModels }: Pick<EffectiveSettings, 'model' | 'allowedModels'>,
  operatorsDefault: string,
): string {
  if (model !== null) return model;
  if (allowedModels === null || allowedModels.includes(operatorsDefault)) return operatorsDefault;
  return allowedModels[0] ?? operatorsDefault;
}

/** A thread is a place of its own in both lists, too: the moderators may close one in an open channel. */
export function isAnsweredIn(
  { allow, deny }: AnswersIn,
  { channelId, parentId }: Omit<AskedIn, 'roleIds'>,
): boolean {
  const isIn = (ids: readonly string[]) =>
    ids.includes(channelId) || (parentId !== null && ids.includes(parentId));
  return !isIn(deny) && (allow.length === 0 || isIn(allow));
}

function memberLimitOf(limits: readonly RoleLimit[], { guildId, roleIds }: AskedIn): MemberLimit {
  const mine = limits.filter(({ roleId }) => roleId === guildId || roleIds.includes(roleId));
  const of = (field: keyof MemberLimit) => {
    const bounds = mine.flatMap((limit) => limit[field] ?? []);
    return bounds.length === 0 ? {} : { [field]: Math.max(...bounds) };
  };
  return { ...of('callsPerMin'), ...of('tokensPerDay'), ...of('microUsdPerDay') };
}

/** Of two bounds of which 0 is none. */
function stricter(one: number, other: number): number {
  return one === 0 || other === 0 ? Math.max(one, other) : Math.min(one, other);
}

function present(values: readonly (string | undefined)[]): string[] {
  return values.filter((value) => value !== undefined);
}
