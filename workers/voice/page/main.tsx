import { render } from 'preact';
import { startConversation } from './conversation.ts';
import { FIRST, type Talk } from './talk/model.ts';
import { App } from './view/app.tsx';

// In the order of the cascade.
import './style/base.css';
import './style/state.css';
import './style/captions.css';
import './style/controls.css';

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no #page');
const place: HTMLElement = root;

const token = location.hash.slice(1);
// It is spent by now: neither the address bar nor the history shows it.
history.replaceState(null, '', location.pathname);
// A newer link that is opened in this tab changes nothing else.
addEventListener('hashchange', () => location.reload());

let shown: Talk = FIRST;
let isDue = false;
const conversation = startConversation({
  token,
  assetsUrl: '/talk/',
  changed(talk) {
    shown = talk;
    if (isDue) return;
    isDue = true;
    // Frames come ten times a second and more; a tab in the background needs none of it shown.
    requestAnimationFrame(() => {
      isDue = false;
      show();
    });
  },
  level: (loudness) => document.documentElement.style.setProperty('--level', loudness.toFixed(2)),
});

function show() {
  render(<App talk={shown} conversation={conversation} />, place);
}

show();
