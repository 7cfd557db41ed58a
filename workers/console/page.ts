/** What a page of the console works with, and what it gives. */

import type { LogStoreRpc } from '../../shared/contract/logs.ts';
import type { Asked } from './bff/client.ts';
import type { Texts } from './locale/texts.ts';
import type { Session } from './session/rpc.ts';
import type { Locale } from './view/format.ts';
import type { Html } from './view/html.ts';

export interface PageContext {
  url: URL;
  locale: Locale;
  t: Texts;
  session: Session;
  /** By the rights of the session's key. */
  ask<T>(path: string, ask: object): Promise<Asked<T>>;
  askFile(path: string, ask: object): Promise<Asked<Response>>;
  logs: LogStoreRpc;
}

export interface Page {
  status: number;
  body: Html;
}

export const page = (body: Html, status = 200): Page => ({ status, body });
