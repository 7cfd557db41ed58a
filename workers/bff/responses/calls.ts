/**
 * Tool calls as items. They stay open to the end, since a provider may send the pieces of several in turn. Pure, but for what
 * it remembers.
 */
import type { ToolCallDelta } from '../../../shared/chat/chunk.ts';
import { createCallTracker } from '../../../shared/chat/tool-calls.ts';
import { type ItemList, type Open, placeOf } from './item-list.ts';
import { REASONING_ID } from './reasoning-id.ts';
import type { CallOutput, ItemStatus, ReasoningOutput } from './response.ts';
import { sealExtra } from './signed-call.ts';

export interface Calls {
  add(delta: ToolCallDelta): void;
  /** `statusOf`: of the item at this place of the output. */
  close(statusOf: (index: number) => ItemStatus): void;
}

interface Call {
  id: string;
  isCustom: boolean;
  name: string;
  /** What has come before the name did. */
  held: string;
  /** Null until the name is known, which the first event of an item tells. */
  open: Open<CallOutput> | null;
}

export function createCalls({ emit, createId, begin, finish }: ItemList): Calls {
  const calls: Call[] = [];
  const tracker = createCallTracker();

  function sign(encrypted: string): void {
    const about = { type: 'reasoning' as const, status: 'in_progress' as const, summary: [] };
    const id = createId(REASONING_ID);
    finish(begin<ReasoningOutput>({ id, ...about, encrypted_content: encrypted }), 'completed');
  }

  function open(call: Call): Open<CallOutput> {
    const { id, name, isCustom, held } = call;
    const about = { status: 'in_progress' as const, call_id: id, name };
    const opened = begin<CallOutput>(
      isCustom
        ? { id: createId('ctc'), type: 'custom_tool_call', ...about, input: '' }
        : { id: createId('fc'), type: 'function_call', ...about, arguments: '' },
    );
    call.open = opened;
    write(opened, held);
    return opened;
  }

  function write(opened: Open<CallOutput>, delta: string): void {
    if (delta === '') return;
    const { item } = opened;
    if (item.type === 'function_call') {
      item.arguments += delta;
      emit({ type: 'response.function_call_arguments.delta', ...placeOf(opened), delta });
    } else {
      item.input += delta;
      emit({ type: 'response.custom_tool_call_input.delta', ...placeOf(opened), delta });
    }
  }

  return {
    add(delta) {
      const { call: placed, begins } = tracker.place(delta);
      if (begins) {
        calls.push({ id: placed.id, isCustom: delta.isCustom === true, name: '', held: '', open: null });
      }
      const call = calls[placed.position];
      if (call === undefined) return;
      if (call.name === '') call.name = delta.name ?? '';
      if (call.open !== null) {
        write(call.open, delta.arguments);
        return;
      }
      call.held += delta.arguments;
      if (delta.extra !== undefined) sign(sealExtra(delta.extra));
      if (call.name !== '') open(call);
    },
    close(statusOf) {
      for (const call of calls) {
        const opened = call.open ?? open(call);
        const { item, index } = opened;
        const place = placeOf(opened);
        if (item.type === 'function_call') {
          // Clients parse what is no JSON otherwise.
          if (item.arguments === '' && statusOf(index) === 'completed') write(opened, '{}');
          const { name, arguments: args } = item;
          emit({ type: 'response.function_call_arguments.done', ...place, name, arguments: args });
        } else emit({ type: 'response.custom_tool_call_input.done', ...place, input: item.input });
        finish(opened, statusOf(index));
      }
    },
  };
}
