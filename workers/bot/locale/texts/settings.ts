/** What the panel of settings says. Types alone. */
import type { Locale } from '../../../../shared/contract/caller.ts';
import type { ModerationLevel } from '../../../../shared/moderation/level.ts';
import type { BuiltInPersona } from '../../../../shared/personas/built-in.ts';
import type { ProblemCode as SettingsProblemCode } from '../../../../shared/settings/check.ts';
import type { ConversationKind, CostAudience, FieldOf, Scope } from '../../../../shared/settings/settings.ts';

type Field = FieldOf<'server'> | FieldOf<'person'>;

export interface SettingsTexts {
  /** Of the overview: in a server, and outside of one. */
  title: { server: (channelId: string) => string; person: string };
  /** A button, and where a value comes from. */
  scopes: Record<Scope, string>;
  /** Where a value comes from that no scope has set. */
  byDefault: string;
  byOperator: string;
  /** `name` is also an option's label. `hint` has at most 100 characters, and none where `/tools` changes the field. */
  fields: Record<Field, { name: string; hint: string }>;
  /** Placeholder of the select of fields. */
  whatToChange: (scope: string) => string;
  toOverview: string;
  setHere: string;
  inForce: string;
  notSet: string;
  /** An option: the wider scope decides. */
  inherit: string;
  /** A button for the same. */
  clear: string;
  edit: string;
  choose: string;
  earlier: string;
  later: string;
  /** After a change. */
  changed: string;
  conflict: (fields: string) => string;
  /** To somebody who may change nothing but their own. */
  readOnly: string;

  builtInPersonas: Record<BuiltInPersona, { name: string }>;
  languages: Record<Locale, string>;
  theirDiscord: string;
  /** Nobody has chosen a voice. */
  usualVoice: string;
  on: string;
  off: string;
  conversations: Record<ConversationKind, string>;
  costs: Record<CostAudience, string>;
  moderation: Record<ModerationLevel, string>;
  categories: (count: number) => string;
  everyModel: string;
  answersHere: Record<'yes' | 'no', string>;
  answersIn: { allow: string; deny: string; everywhere: string; nowhere: string };
  andMore: (count: number) => string;
  chars: (count: number) => string;
  tokens: (count: number) => string;
  roles: (count: number) => string;
  noLimit: string;
  callsPerMin: (count: number) => string;
  perDay: (amount: string) => string;
  chooseRole: string;
  forms: {
    instructions: string;
    dailyTokens: string;
    dailyMicroUsd: string;
    timeZone: string;
    /** Each at most 45 characters. */
    roleTitle: string;
    roleCalls: string;
    roleTokens: string;
    roleUsd: string;
  };

  problems: Record<SettingsProblemCode, (limit: number) => string>;
  problemsTitle: string;
  numberMalformed: string;

  exported: string;
  imported: string;
  notJson: string;

  log: {
    title: string;
    empty: string;
    newest: string;
    older: string;
    persona: string;
    erasedActor: string;
  };
}

/** The key is the stable code that the person is shown. */
export interface SettingsProblemTexts {
  settings_server_only: string;
  settings_server_forbidden: string;
  settings_channel_forbidden: string;
  settings_unavailable: string;
}
