/**
 * What the controls of personal memory carry: names, no rights. Whose facts are read and forgotten is the presser's, whatever a
 * control says. Pure. At most 88 of the 100 characters that Discord allows.
 */
import { MEMORY_PLACES, type MemoryPlace } from '../../../shared/contract/memory.ts';

export type MemoryControl = { requesterId: string } & (
  | { action: 'agree'; where: MemoryPlace }
  /** A button to another page of the list; a menu of the facts on this page. */
  | { action: 'page' | 'forget'; page: number }
  /** Under an answer: the facts that went along with it. */
  | { action: 'used'; facts: readonly string[] }
  /** Under the list of those: one of them is forgotten. */
  | { action: 'unuse'; fact: string; facts: readonly string[] }
);

const PREFIX = 'memory';
/** Ids of facts in base 36, to be short. */
const BASE = 36;

export function formatMemoryId(control: MemoryControl): string {
  return [PREFIX, control.action, control.requesterId, ...partsOf(control)].join('.');
}

function partsOf(control: MemoryControl): string[] {
  switch (control.action) {
    case 'agree':
      return [control.where];
    case 'page':
    case 'forget':
      return [String(control.page)];
    case 'used':
      return [shorten(control.facts)];
    case 'unuse':
      return [shorten([control.fact]), shorten(control.facts)];
  }
}

/** Null: it is none of these. */
export function parseMemoryId(customId: string): MemoryControl | null {
  const [, action, requesterId, first = '', second] = FORM.exec(customId) ?? [];
  if (requesterId === undefined) return null;
  const control = controlOf(action, requesterId, first, second);
  // Nothing is read in two ways.
  return control !== null && formatMemoryId(control) === customId ? control : null;
}

const FORM = /^memory\.([a-z]+)\.(\d{15,20})\.([0-9a-z-]{1,60})(?:\.([0-9a-z-]{1,60}))?$/;
const MAX_PAGE = 99;

function controlOf(
  action: string | undefined,
  requesterId: string,
  first: string,
  second: string | undefined,
): MemoryControl | null {
  switch (action) {
    case 'agree': {
      const where = MEMORY_PLACES.find((place) => place === first);
      return where === undefined ? null : { action, requesterId, where };
    }
    case 'page':
    case 'forget': {
      const page = Number(first);
      return Number.isInteger(page) && page >= 0 && page <= MAX_PAGE ? { action, requesterId, page } : null;
    }
    case 'used':
      return { action, requesterId, facts: lengthen(first) };
    case 'unuse': {
      const [fact] = lengthen(first);
      if (fact === undefined || second === undefined) return null;
      return { action, requesterId, fact, facts: lengthen(second) };
    }
    default:
      return null;
  }
}

function shorten(ids: readonly string[]): string {
  return ids.map((id) => Number(id).toString(BASE)).join('-');
}

function lengthen(text: string): string[] {
  return text
    .split('-')
    .filter((part) => /^[0-9a-z]{1,8}$/.test(part))
    .map((part) => String(Number.parseInt(part, BASE)));
}
