/** Which of Libra's tools a request may have the model call. Pure. */
import type { Catalogue } from '../../../shared/catalogue/catalogue.ts';
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import type { ModelAbilities } from '../request/models/abilities.ts';
import { abilitiesOf } from '../request/models/model-abilities.ts';
import type { Invalid } from '../request/validate.ts';
import type { ReadingTool, Tool } from './tool.ts';

type Request = Pick<AcceptedChat, 'caller' | 'model' | 'passed' | 'libraTools' | 'actions'>;

/**
 * A person's question is offered all that can work where it was asked, if each model that may answer can call tools; an API
 * client those it named, if one of them can, and none that writes: there is nobody to approve it.
 */
export function offeredTo(all: readonly Tool[], catalogue: Catalogue, chat: Request): readonly Tool[] {
  const tools = allowedTo(all, chat);
  if (chat.caller !== undefined) {
    const isAble = abilitiesOf(catalogue, chat.model).every(canCall);
    return isAble ? tools.filter((tool) => canWork(tool, chat.actions)) : [];
  }
  const { libraTools: wanted } = chat;
  if (wanted === undefined) return [];
  const reading = tools.filter(isReading);
  return wanted === true ? reading : reading.filter(({ name }) => wanted.includes(name));
}

/** `actions`: what the bot can do itself; undefined: nobody can approve anything. */
function canWork(tool: Tool, actions: readonly string[] | undefined): boolean {
  if (isReading(tool)) return true;
  return actions !== undefined && (tool.by === 'bff' || actions.includes(tool.name));
}

function isReading(tool: Tool): tool is ReadingTool {
  return tool.kind === 'reads';
}

/** Why a client cannot have what it asked for; null when it can, or asked for nothing. */
export function findOfferFault(all: readonly Tool[], catalogue: Catalogue, chat: Request): Invalid | null {
  const tools = allowedTo(all, chat);
  const { libraTools: wanted, passed, model } = chat;
  if (wanted === undefined) return null;
  const reading = tools.filter(isReading);
  const unknown =
    wanted === true ? undefined : wanted.find((name) => !reading.some((tool) => tool.name === name));
  if (unknown !== undefined) {
    const names = reading.map(({ name }) => name).join(', ');
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

function allowedTo(tools: readonly Tool[], { caller }: Request): readonly Tool[] {
  return tools.filter(({ isFor }) => isFor === undefined || isFor(caller ?? null));
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
