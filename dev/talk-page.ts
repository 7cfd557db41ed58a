/** `npm run talk-page`: bundles the page of `/talk` into `workers/voice/page/dist`. */
import { readArguments } from './stack/arguments.ts';
import { buildTalkPage, TALK_PAGE_DIST } from './stack/talk-page.ts';

const HELP = `Bundles the page of /talk, with what it hears with, into ${TALK_PAGE_DIST}.

  npm run talk-page

npm start and npm run deploy do so themselves; a deployment by wrangler alone needs it once before.`;

readArguments(HELP, { options: {} });
const { withoutVoice } = await buildTalkPage();
console.log(`The talk page is in ${TALK_PAGE_DIST}.`);
if (withoutVoice !== null) console.error(`It takes typed questions alone: ${withoutVoice}`);
