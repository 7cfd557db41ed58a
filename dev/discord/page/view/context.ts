import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageLocale, WorldState } from '../../protocol.ts';
import type { Texts } from '../locale/texts.ts';
import type { OpenMenu } from '../state/menu.ts';
import type { PageState } from '../state/model.ts';
import type { Session } from '../state/session.ts';

/** What every part of the page may read. */
export interface Page {
  session: Session;
  state: PageState;
  world: WorldState;
  texts: Texts;
  locale: PageLocale;
  /** Puts a line into the composer and moves there. */
  draft(line: string): void;
  openMenu(menu: OpenMenu): void;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error('Outside of the page');
  return page;
}
