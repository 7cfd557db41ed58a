/** `npm run talk-page`: bundles the page of `/talk` into `workers/voice/page/dist`. */
import { buildTalkPage, TALK_PAGE_DIST } from './stack/talk-page.ts';

const { withoutVoice } = await buildTalkPage();
console.log(`The talk page is in ${TALK_PAGE_DIST}.`);
if (withoutVoice !== null) console.error(`It takes typed questions alone: ${withoutVoice}`);
