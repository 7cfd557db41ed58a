import { render } from 'preact';
import { createPageApi } from './state/api.ts';
import { createSession } from './state/session.ts';
import { openWorldStream } from './state/stream.ts';
import { App } from './view/app.tsx';

const session = createSession({
  api: createPageApi(fetch.bind(globalThis)),
  openStream: openWorldStream,
  storage: localStorage,
  window,
});
const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no #page');
render(<App session={session} />, root);
void session.start();
