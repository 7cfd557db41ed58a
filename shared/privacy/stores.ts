/**
 * Every place in which Libra keeps something, and what becomes of a person's part of it. Pure.
 *
 * Erasing, exporting and cleaning go through this list: each Worker has one handler for each of its stores, which the
 * compiler demands, and a test fails on a table, a key or an object that is not listed here. `docs/operations.md` shows it.
 */
import { OTHER_STORES } from './other-stores.ts';
import { POSTGRES_STORES } from './postgres-stores.ts';
import { REDIS_STORES } from './redis-stores.ts';
import type { Store } from './store.ts';

export const STORES = [...POSTGRES_STORES, ...REDIS_STORES, ...OTHER_STORES] as const;

type Listed = (typeof STORES)[number];

/** A person's part of these is deleted or changed by an erasure. */
export type ErasedStore<In extends Store['in']> = Extract<
  Listed,
  { in: In; erasure: 'deleted' | 'nobody is named any more' | 'written' }
>['name'];
export type ExportedStore<In extends Store['in']> = Extract<Listed, { in: In; exported: true }>['name'];
export type StoreName<In extends Store['in']> = Extract<Listed, { in: In }>['name'];
