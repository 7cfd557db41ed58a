/** The events of a streamed response. Types alone. Source: https://platform.openai.com/docs/api-reference/responses-streaming */
import type { JsonRecord } from '../../../shared/json.ts';
import type { OutputItem, OutputRefusal, OutputText, ResponseObject, SummaryText } from './response.ts';

interface OfResponse<Type extends string> {
  type: Type;
  response: ResponseObject;
}

interface OfItem<Type extends string> {
  type: Type;
  output_index: number;
  item: OutputItem;
}

/** Within an item. */
interface Within {
  item_id: string;
  output_index: number;
}

type PartEvent<Type extends string, Fields> = Within & { type: Type; content_index: number } & Fields;
type SummaryEvent<Type extends string, Fields> = Within & { type: Type; summary_index: number } & Fields;
type CallEvent<Type extends string, Fields> = Within & { type: Type } & Fields;

export type ResponseEvent =
  | OfResponse<'response.created' | 'response.in_progress'>
  | OfResponse<'response.completed' | 'response.incomplete' | 'response.failed'>
  | { type: 'error'; code: string; message: string; param: string | null }
  | OfItem<'response.output_item.added' | 'response.output_item.done'>
  | PartEvent<
      'response.content_part.added' | 'response.content_part.done',
      { part: OutputText | OutputRefusal }
    >
  | PartEvent<'response.output_text.delta', { delta: string; logprobs: JsonRecord[] }>
  | PartEvent<'response.output_text.done', { text: string; logprobs: JsonRecord[] }>
  | PartEvent<'response.output_text.annotation.added', { annotation_index: number; annotation: JsonRecord }>
  | PartEvent<'response.refusal.delta', { delta: string }>
  | PartEvent<'response.refusal.done', { refusal: string }>
  | SummaryEvent<
      'response.reasoning_summary_part.added' | 'response.reasoning_summary_part.done',
      { part: SummaryText }
    >
  | SummaryEvent<'response.reasoning_summary_text.delta', { delta: string }>
  | SummaryEvent<'response.reasoning_summary_text.done', { text: string }>
  | CallEvent<'response.function_call_arguments.delta', { delta: string }>
  | CallEvent<'response.function_call_arguments.done', { name: string; arguments: string }>
  | CallEvent<'response.custom_tool_call_input.delta', { delta: string }>
  | CallEvent<'response.custom_tool_call_input.done', { input: string }>;

/** As it goes out. */
export type NumberedEvent = ResponseEvent & { sequence_number: number };
