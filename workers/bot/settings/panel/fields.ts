/** The fields that the panel offers in each scope, and how each is changed there. Pure. */
import type { FieldOf, Scope } from '../../../../shared/settings/settings.ts';

export type Field = FieldOf<'server'> | FieldOf<'person'>;

/** In the order in which they are shown. A person's memory is chosen with /privacy. */
export const FIELDS_OF = {
  server: [
    'answersIn',
    'language',
    'model',
    'allowedModels',
    'persona',
    'instructions',
    'privateAnswers',
    'conversation',
    'memory',
    'moderation',
    'roleLimits',
    'dailyTokens',
    'dailyMicroUsd',
    'showCosts',
    'showQuestion',
    'voice',
  ],
  channel: [
    'language',
    'model',
    'persona',
    'instructions',
    'privateAnswers',
    'conversation',
    'memory',
    'moderation',
    'showCosts',
    'showQuestion',
    'voice',
  ],
  person: ['language', 'timeZone', 'model', 'persona', 'voice', 'spokenReplies'],
} as const satisfies { [In in Scope]: readonly FieldOf<In>[] };

export function isOffered(scope: Scope, field: string): field is Field {
  return (FIELDS_OF[scope] as readonly string[]).includes(field);
}

/** What is shown in the overview; outside servers `PERSONAL` alone. */
export const OVERVIEW: readonly Field[] = [...FIELDS_OF.server, 'timeZone', 'spokenReplies'];
export const PERSONAL: readonly Field[] = [
  'language',
  'model',
  'persona',
  'memory',
  'timeZone',
  'voice',
  'spokenReplies',
];

/** Written into a form. */
export const WRITTEN = ['instructions', 'dailyTokens', 'dailyMicroUsd', 'timeZone'] as const;
export type WrittenField = (typeof WRITTEN)[number];

export function isWritten(field: Field): field is WrittenField {
  return (WRITTEN as readonly string[]).includes(field);
}
