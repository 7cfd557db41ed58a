/** The bot's calls about personal memory. */
import type { Caller } from '../../../shared/contract/caller.ts';
import {
  type ChooseMemoryRequest,
  type ForgetFactRequest,
  MEMORY_CHOOSE_PATH,
  MEMORY_FORGET_PATH,
  MEMORY_SAVE_PATH,
  MEMORY_SHOW_PATH,
  type MemoryRequest,
  type MemoryView,
  type SavedFact,
  type SaveFactRequest,
} from '../../../shared/contract/memory.ts';
import type { BffCall, BffReply } from './call.ts';

type Without<Request> = Omit<Request, 'libra'>;

export interface MemoryClient {
  show(caller: Caller): Promise<BffReply<MemoryView>>;
  choose(caller: Caller, request: Without<ChooseMemoryRequest>): Promise<BffReply<MemoryView>>;
  save(caller: Caller, request: Without<SaveFactRequest>): Promise<BffReply<SavedFact>>;
  forget(caller: Caller, facts: ForgetFactRequest['facts']): Promise<BffReply<MemoryView>>;
}

/** Below Discord's 3 seconds with room for the way there and back. */
const TIMEOUT_MS = 2_200;
/** Another call is to fit into the same 3 seconds; and who types waits for no longer. */
const SHOW_TIMEOUT_MS = 1_000;

export function createMemoryClient(call: BffCall): MemoryClient {
  return {
    show: (caller) => call(MEMORY_SHOW_PATH, { libra: { caller } } satisfies MemoryRequest, SHOW_TIMEOUT_MS),
    choose: (caller, request) =>
      call(MEMORY_CHOOSE_PATH, { libra: { caller }, ...request } satisfies ChooseMemoryRequest, TIMEOUT_MS),
    save: (caller, request) =>
      call(MEMORY_SAVE_PATH, { libra: { caller }, ...request } satisfies SaveFactRequest, TIMEOUT_MS),
    forget: (caller, facts) =>
      call(MEMORY_FORGET_PATH, { libra: { caller }, facts } satisfies ForgetFactRequest, TIMEOUT_MS),
  };
}
