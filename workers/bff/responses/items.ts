/** The items of a Responses request's `input`, as OpenAI documents them and as SDKs echo what they were answered. Pure. */
import * as z from 'zod/mini';
import type { Failure } from '../../../shared/contract/failure.ts';
import { isRecord } from '../../../shared/json.ts';
import { once } from '../../../shared/once.ts';
import { REASONING_ID } from './reasoning-id.ts';

/** What an answer's items have beside what was said: an echo holds it, and it tells the model nothing. */
const echoed = once(() => z.optional(z.unknown()));
const id = once(() => z.nullish(z.string()));

const inputText = once(() => z.strictObject({ type: z.literal('input_text'), text: z.string() }));
const inputImage = once(() =>
  z.strictObject({
    type: z.literal('input_image'),
    image_url: z.nullish(z.string()),
    file_id: z.nullish(z.string()),
    detail: z.nullish(z.string()),
  }),
);
const inputAudio = once(() =>
  z.strictObject({
    type: z.literal('input_audio'),
    input_audio: z.looseObject({}),
  }),
);
const inputFile = once(() =>
  z.strictObject({
    type: z.literal('input_file'),
    file_data: z.nullish(z.string()),
    file_id: z.nullish(z.string()),
    file_url: z.nullish(z.string()),
    filename: z.nullish(z.string()),
    detail: z.nullish(z.literal('auto')),
  }),
);
const outputText = once(() =>
  z.strictObject({
    type: z.literal('output_text'),
    text: z.string(),
    annotations: echoed(),
    logprobs: echoed(),
    parsed: echoed(),
  }),
);
const refusal = once(() =>
  z.strictObject({ type: z.literal('refusal'), refusal: z.string(), parsed: echoed() }),
);

const partsOf = <Part extends z.core.SomeType>(part: Part) =>
  z.union([z.string(), z.array(part).check(z.minLength(1))]);

const messageFields = once(() => ({ type: z.literal('message'), id: id(), status: echoed() }));

const message = once(() =>
  z.discriminatedUnion('role', [
    z.strictObject({ ...messageFields(), role: z.literal('system'), content: partsOf(inputText()) }),
    z.strictObject({ ...messageFields(), role: z.literal('developer'), content: partsOf(inputText()) }),
    z.strictObject({
      ...messageFields(),
      role: z.literal('user'),
      content: partsOf(z.discriminatedUnion('type', [inputText(), inputImage(), inputAudio(), inputFile()])),
    }),
    z.strictObject({
      ...messageFields(),
      role: z.literal('assistant'),
      content: partsOf(z.discriminatedUnion('type', [outputText(), refusal(), inputText()])),
      phase: echoed(),
    }),
  ]),
);

/** Called by the model itself: programs that call tools are not run here. */
const caller = once(() => z.nullish(z.strictObject({ type: z.literal('direct') })));
const callFields = once(() => ({
  id: id(),
  status: echoed(),
  created_by: echoed(),
  caller: caller(),
  call_id: z.string(),
}));

const functionCall = once(() =>
  z.strictObject({
    ...callFields(),
    type: z.literal('function_call'),
    name: z.string(),
    arguments: z.string(),
    namespace: z.optional(z.null()),
    parsed_arguments: echoed(),
  }),
);
const customCall = once(() =>
  z.strictObject({
    ...callFields(),
    type: z.literal('custom_tool_call'),
    name: z.string(),
    input: z.string(),
    namespace: z.optional(z.null()),
  }),
);
const outputFields = once(() => ({ ...callFields(), name: echoed(), output: partsOf(inputText()) }));
const functionOutput = once(() =>
  z.strictObject({ ...outputFields(), type: z.literal('function_call_output') }),
);
const customOutput = once(() =>
  z.strictObject({ ...outputFields(), type: z.literal('custom_tool_call_output') }),
);

const reasoning = once(() =>
  z.strictObject({
    type: z.literal('reasoning'),
    id: id(),
    status: echoed(),
    summary: z.nullish(z.array(z.strictObject({ type: z.literal('summary_text'), text: z.string() }))),
    content: z.nullish(z.array(z.strictObject({ type: z.literal('reasoning_text'), text: z.string() }))),
    encrypted_content: echoed(),
  }),
);

const reference = once(() => z.strictObject({ type: z.literal('item_reference'), id: z.string() }));

/** A message needs no type, and a reference is known by having nothing but its id. */
const typed = once(() =>
  z.transform((item: unknown) => {
    if (!isRecord(item) || (item.type !== undefined && item.type !== null)) return item;
    return { ...item, type: 'role' in item || !('id' in item) ? 'message' : 'item_reference' };
  }),
);

export const inputItem = once(() =>
  z.pipe(
    typed(),
    z.discriminatedUnion('type', [
      message(),
      functionCall(),
      customCall(),
      functionOutput(),
      customOutput(),
      reasoning(),
      reference(),
    ]),
  ),
);

export type InputItem = z.infer<ReturnType<typeof inputItem>>;
export type MessageItem = z.infer<ReturnType<typeof message>>;

/** What the form of each item alone does not show: state that is not kept, and parts that a chat message has not. */
export function findItemFault(items: readonly InputItem[]): Failure | null {
  for (const [index, item] of items.entries()) {
    const fault = item.type === 'item_reference' ? findReferenceFault(item.id) : findPartFault(item);
    if (fault !== null) return { ...fault, param: `input[${index}].${fault.param}` };
  }
  return null;
}

type ItemFault = Failure & { param: string };

/** A reference to thoughts of an earlier answer can do without them; any other stands for words that are missing. */
function findReferenceFault(referred: string): ItemFault | null {
  if (referred.startsWith(`${REASONING_ID}_`)) return null;
  const detail =
    "Libra stores no items, so none can be referred to: send the item itself. The AI SDK does so with `store: false` in the provider's options.";
  return { code: 'unsupported_value', param: 'id', detail };
}

function findPartFault(item: Exclude<InputItem, { type: 'item_reference' }>): ItemFault | null {
  if (item.type !== 'message' || item.role !== 'user' || typeof item.content === 'string') return null;
  for (const [index, part] of item.content.entries()) {
    const at = `content[${index}]`;
    if (part.type === 'input_image') {
      if (hasValue(part.file_id)) return unsupported(`${at}.file_id`, 'An image has an image_url here.');
      if (!hasValue(part.image_url)) {
        return { code: 'invalid_request', param: `${at}.image_url`, detail: 'An image has an image_url.' };
      }
    }
    if (part.type === 'input_file' && hasValue(part.file_url)) {
      return unsupported(`${at}.file_url`, 'A file has file_data or file_id here.');
    }
  }
  return null;
}

function hasValue(value: string | null | undefined): boolean {
  return value !== null && value !== undefined;
}

function unsupported(param: string, detail: string): ItemFault {
  return { code: 'unsupported_parameter', param, detail };
}
