/**
 * What Korean puts behind a verb to make it an order, a wish or a polite question: data. A verb stands before it in its
 * connecting form (`보여`, `지워`, `해`), as a part of its own, so that each verb goes with each ending.
 */

const ABLE =
  '있어|있어요|있나|있나요|있니|있냐|있을까|있을까요|있을까용|있겠니|있겠어|있겠어요|있겠습니까|있음|있습니까|있으세요|있으실까요|없어|없을까|없을까요|없나|없나요'.split(
    '|',
  );

/** Optional, because the connecting form alone is an order too. Never followed by a question mark. */
export const GIVE = `[${[
  '줘|줘요|줘라|줘용|줭|줘잉|줘여|줘 봐|줘 봐요|주라|주라고|주렴|주셔요|주세욤|달라고|달라니까|주세요|주세여|주세용|주세염|주십쇼|주십시오|주셈|주삼|주시오|죠|쥬|조|죵|쥬세요',
  '줬으면 해|줬으면 해요|줬으면 합니다|줬으면 좋겠어|줬으면 좋겠어요|줬으면 좋겠다|줬음 좋겠어|주면 좋겠어|주면 좋겠어요|주면 고맙겠어|주면 고맙겠어요|주면 감사하겠습니다',
  '주셨으면 해요|주셨으면 합니다|주셨으면 좋겠어요|주시면 감사하겠습니다|주시면 감사하겠어요|주시면 좋겠어요|주시면 좋겠습니다|주길 바라|주길 바랍니다|주시길 바랍니다|주시기 바랍니다|다오',
  '봐|봐요|봐라|보자|라|요|놔|놔 줘|두자|두세요|버려|버려 줘|버려 줘요|버려 주세요|버려 주라|버려라|버리자|버리세요|버려요',
].join('|')}]`;

/** As a question: `해 줄래?`, `해 주실 수 있나요?`. */
export const WOULD_GIVE = [
  '줄래|줄래요|줄래용|줄래여|줄랭|주실래|주실래요|주실래용|주시겠어요|주시겠습니까|주겠니|주겠어|주겠어요',
  '주면 안 돼|주면 안 돼요|주면 안 될까|주면 안 될까요|주면 안 되나|주면 안 되나요|주시면 안 될까요|주시면 안 되나요',
  ...['줄 수', '주실 수'].flatMap((would) => ABLE.map((able) => `${would} ${able}`)),
].join('|');

/** Behind `볼 수`, `알 수`. */
export const CAN = ABLE.join('|');

/** Behind a bare stem: `초기화하고 싶어`, `지우자`. */
export const WANT =
  '고 싶어|고 싶어요|고 싶습니다|고 싶다|고 싶은데|고 싶은데요|고 싶음|고파|고파요|길 원해|길 원해요|자|자고|자구|자요|시죠';

/** Behind a stem that ends in ㄹ: `할래`, `지울게`. */
export const WILL = '래|래요|래용|게|게요';

/** Nouns that ask: `초기화 부탁해`. */
export const BEG =
  '부탁|부탁해|부탁해요|부탁해용|부탁드려요|부탁드려용|부탁드립니다|부탁드릴게요|부탁할게|부탁할게요|부탁요|부탁이야|고고';
