/** The items of one response, in the order of their beginning, each told as it begins and as it is done. */
import type { ResponseEvent } from './events.ts';
import type { ItemStatus, OutputItem } from './response.ts';

export interface Open<Item extends OutputItem> {
  item: Item;
  /** Its place in the output. */
  index: number;
}

export interface ItemList {
  emit: (event: ResponseEvent) => void;
  /** An id for the next item. */
  createId: (prefix: string) => string;
  begin<Item extends OutputItem>(item: Item): Open<Item>;
  finish(open: Open<OutputItem>, status: ItemStatus): void;
  readonly items: readonly OutputItem[];
}

export interface ItemListDeps {
  emit: (event: ResponseEvent) => void;
  /** Gives an item its id: the prefix of its kind, and its place. */
  createId: (prefix: string, index: number) => string;
}

export function createItemList({ emit, createId }: ItemListDeps): ItemList {
  const items: OutputItem[] = [];
  return {
    emit,
    createId: (prefix) => createId(prefix, items.length),
    begin(item) {
      const index = items.length;
      items.push(item);
      emit({ type: 'response.output_item.added', output_index: index, item: snapshot(item) });
      return { item, index };
    },
    finish({ item, index }, status) {
      item.status = status;
      emit({ type: 'response.output_item.done', output_index: index, item: snapshot(item) });
    },
    items,
  };
}

export function placeOf({ item, index }: Open<OutputItem>): { item_id: string; output_index: number } {
  return { item_id: item.id, output_index: index };
}

/** An event is not changed by what comes after it. */
export function snapshot<Value>(value: Value): Value {
  return structuredClone(value);
}
