import { render } from 'preact';
import { createPageApi } from './state/api.ts';
import { createSession } from './state/session.ts';
import { openWorldStream } from './state/stream.ts';
import { App } from './view/app.tsx';

// In the order of the cascade; style.css, linked before them, holds the colours and what all parts share.
import './style/avatar.css';
import './style/rail.css';
import './style/channel.css';
import './style/message.css';
import './style/markdown.css';
import './style/attachments.css';
import './style/poll.css';
import './style/buttons.css';
import './style/composer.css';
import './style/completion.css';
import './style/layout.css';
import './style/menu.css';
import './style/modal.css';
import './style/adapt.css';

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
