/** Which of Libra's tools a request may have the model call. Pure. */
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { ModelAbilities } from '../request/abilities.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import { abilitiesOf } from '../request/model-abilities.ts';
import type { Invalid } from '../request/validate.ts';
import type { Tool } from './tool.ts';

type Request = Pick<AcceptedChat, 'caller' | 'model' | 'passed' | 'libraTools'>;

/**
 * A person's question is offered all of them, if each model that may answer can call tools; an API client those it named,
 * if one of them can.
 */
export function offeredTo(tools: readonly Tool[], catalogue: Catalogue, chat: Request): readonly Tool[] {
  if (chat.caller !== undefined) return abilitiesOf(catalogue, chat.model).every(canCall) ? tools : [];
  const { libraTools: wanted } = chat;
  if (wanted === undefined) return [];
  return wanted === true ? tools : tools.filter(({ name }) => wanted.includes(name));
}

/** Why a client cannot have what it asked for; null when it can, or asked for nothing. */
export function findOfferFault(tools: readonly Tool[], catalogue: Catalogue, chat: Request): Invalid | null {
  const { libraTools: wanted, passed, model } = chat;
  if (wanted === undefined) return null;
  const unknown =
    wanted === true ? undefined : wanted.find((name) => !tools.some((tool) => tool.name === name));
  if (unknown !== undefined) {
    const names = tools.map(({ name }) => name).join(', ');
    return invalid('invalid_request', `There is no tool '${unknown}'. There are: ${names}.`);
  }
  if (!abilitiesOf(catalogue, model).some(canCall))
    return invalid('unsupported_parameter', 'This model cannot call tools.');
  if ((passed.n ?? 1) > 1)
    return invalid('invalid_request', "'libra.tools' is only allowed with one choice.");
  const own = namesOf(passed.tools);
  const twice = offeredTo(tools, catalogue, chat).find(({ name }) => own.has(name));
  if (twice === undefined) return null;
  return invalid('invalid_request', `'${twice.name}' is also the name of a tool in 'tools'.`);
}

function invalid(code: 'invalid_request' | 'unsupported_parameter', detail: string): Invalid {
  return { ok: false, code, param: 'libra.tools', detail };
}

/** What the catalogue does not say of a model is the provider's to judge: for a person, one that refuses is asked without. */
function canCall({ tools, refusedFields }: ModelAbilities): boolean {
  return tools && !refusedFields.includes('tools');
}

/** The names in OpenAI's list of tools. */
export function namesOf(tools: readonly JsonRecord[] = []): ReadonlySet<string> {
  const named = tools.map((tool) => (tool.type === 'custom' ? tool.custom : tool.function));
  return new Set(named.map((each) => (isRecord(each) ? String(each.name) : '')));
}
