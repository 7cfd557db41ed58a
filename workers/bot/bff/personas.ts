/** The bot's calls about personas, and about what a person or a channel has chosen. */
import type { Caller } from '../../../shared/contract/caller.ts';
import {
  PERSONAS_LIST_PATH,
  PERSONAS_REMOVE_PATH,
  PERSONAS_SAVE_PATH,
  type PersonaList,
  type PersonasRequest,
  type RemovePersonaRequest,
  type SavePersonaRequest,
} from '../../../shared/contract/personas.ts';
import { SETTINGS_CHANGE_PATH, SETTINGS_READ_PATH } from '../../../shared/contract/routes.ts';
import type {
  ChangeSettingsRequest,
  ReadSettingsRequest,
  SettingsView,
} from '../../../shared/contract/settings.ts';
import type { BffCall, BffReply } from './call.ts';

type Without<Request> = Omit<Request, 'libra'>;

export interface PersonasClient {
  list(caller: Caller): Promise<BffReply<PersonaList>>;
  save(caller: Caller, request: Without<SavePersonaRequest>): Promise<BffReply<PersonaList>>;
  remove(caller: Caller, request: Without<RemovePersonaRequest>): Promise<BffReply<PersonaList>>;
}

export interface ChoicesClient {
  read(caller: Caller, request: Without<ReadSettingsRequest>): Promise<BffReply<SettingsView>>;
  change(caller: Caller, request: Without<ChangeSettingsRequest>): Promise<BffReply<SettingsView>>;
}

/** Two of them fit into Discord's 3 seconds. */
const TIMEOUT_MS = 1_200;

export function createPersonasClient(call: BffCall): PersonasClient {
  return {
    list: (caller) => call(PERSONAS_LIST_PATH, { libra: { caller } } satisfies PersonasRequest, TIMEOUT_MS),
    save: (caller, request) =>
      call(PERSONAS_SAVE_PATH, { libra: { caller }, ...request } satisfies SavePersonaRequest, TIMEOUT_MS),
    remove: (caller, request) =>
      call(
        PERSONAS_REMOVE_PATH,
        { libra: { caller }, ...request } satisfies RemovePersonaRequest,
        TIMEOUT_MS,
      ),
  };
}

export function createChoicesClient(call: BffCall): ChoicesClient {
  return {
    read: (caller, request) =>
      call(SETTINGS_READ_PATH, { libra: { caller }, ...request } satisfies ReadSettingsRequest, TIMEOUT_MS),
    change: (caller, request) =>
      call(
        SETTINGS_CHANGE_PATH,
        { libra: { caller }, ...request } satisfies ChangeSettingsRequest,
        TIMEOUT_MS,
      ),
  };
}
