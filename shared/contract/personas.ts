/**
 * A server's own personas. All bot → bff, POST, signed as the bot, which states who acts and what they may: it has Discord's word
 * for both.
 */
import type { Persona } from '../settings/persona.ts';
import type { Caller } from './caller.ts';

/** Body `PersonasRequest`, answer `PersonaList`. Needs no permission. */
export const PERSONAS_LIST_PATH = '/v1/personas/list';
/**
 * Body `SavePersonaRequest`, answer `PersonaList`. 404 `persona_not_found`, 400 `persona_exists`, 400 `persona_limit`, and
 * 400 `persona_invalid`, with the field at fault as `param` and its bound as `limit`.
 */
export const PERSONAS_SAVE_PATH = '/v1/personas/save';
/** Body `RemovePersonaRequest`, answer `PersonaList`. 404 `persona_not_found`. */
export const PERSONAS_REMOVE_PATH = '/v1/personas/remove';

export interface PersonasRequest {
  libra: { caller: Caller };
}

interface ManagedRequest extends PersonasRequest {
  /** Manage Server; without it, 403 `forbidden`. */
  permissions: { manage_server: boolean };
}

export interface SavePersonaRequest extends ManagedRequest {
  /** `add`: there must be none of this name; `edit`: there must be one. */
  action: 'add' | 'edit';
  persona: Persona;
}

export interface RemovePersonaRequest extends ManagedRequest {
  name: string;
}

export interface PersonaList {
  /** By name. The built-in ones are not among them. */
  personas: Persona[];
}
