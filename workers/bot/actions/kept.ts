/** Where a delivery's object keeps the actions that its answer has proposed. */
import type { StoredAction } from '../../../shared/contract/privacy.ts';
import type { ActionsRecord, KeptAction } from './actions.ts';

const RECORD = 'actions';

/** As far as it is used of a Durable Object's synchronous storage. */
export interface ActionValues {
  get<Value>(key: string): Value | undefined;
  put<Value>(key: string, value: Value): void;
  delete(key: string): boolean;
}

export interface ActionStore {
  load(): ActionsRecord | undefined;
  save(record: ActionsRecord): void;
  /** Null: it is not there any more. */
  change(index: number, change: (action: KeptAction) => KeptAction): KeptAction | null;
  clear(): void;
}

export function createActionStore(values: ActionValues): ActionStore {
  const load = () => values.get<ActionsRecord>(RECORD);
  const save = (record: ActionsRecord) => values.put(RECORD, record);
  return {
    load,
    save,
    change(index, change) {
      const record = load();
      const action = record?.actions[index];
      if (record === undefined || action === undefined) return null;
      const changed = change(action);
      save({ ...record, actions: record.actions.with(index, changed) });
      return changed;
    },
    clear: () => void values.delete(RECORD),
  };
}

/** What is kept of its person. */
export function storedActions(record: ActionsRecord | undefined): { actions?: StoredAction[] } {
  if (record === undefined || record.actions.length === 0) return {};
  return {
    actions: record.actions.map(({ proposed: { tool, args }, state }) => ({ tool, args, state: state.kind })),
  };
}
