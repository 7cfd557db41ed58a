/** What the word lists must flag, and what they must leave alone: look-alikes, idioms, terms of trades. Data of a test. */
import type { Category } from '../../../shared/moderation/categories.ts';

const listOf = (text: string): string[] =>
  text
    .split(/[|\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');

export const FLAGGED: readonly (readonly [Category, readonly string[]])[] = [
  [
    'harassment',
    listOf(`
      Fuck you | you are such an idiot | You stupid bitch | nobody likes you | kys | go kill yourself
      y o u  i d i o t | f.u.c.k you | fuuuuuck you | you are a piece of shit | ＦＵＣＫ ＹＯＵ | 시발 | 씨발놈아
      아 시발 진짜 | 아시발 | 시 발 | 시1발 | 개새끼야 | 미친놈아 그만해 | 병신아 | ㅅㅂ | 바보 멍청이 | 너는 쓰레기야 | 넌 인간 쓰레기야
      쓰레기 같은 놈 | 꺼져 | 닥쳐라 | 너는 태어나지 말았어야 해
    `),
  ],
  [
    'harassment/threatening',
    listOf(`
      I will kill you | I'm going to stab you | i k1ll you | I'll find you and hurt you
      you will die | I am gonna shoot your family | k i l l  you: i will kill you
      you deserve to be shot | 죽여버린다 | 죽여 버릴 거야 | 널 죽일 거야 | 너 오늘 죽었어 | 집에 찾아가서 칼로 찌를 거야
      밤길 조심해라 가만 안 둔다 | 때려 죽여버리겠어 | 니 가족을 찌르러 간다
    `),
  ],
  [
    'hate',
    listOf(`
      Jews are vermin | i hate all muslims | filthy immigrants | go back to your country
      heil hitler | those faggots | 짱깨 꺼져라 | 쪽바리들 | 한남충 | 흑인들은 미개하다 | 더러운 조선족 | 외국인은 다 쓰레기
      동성애자는 역겹다 | 틀딱
    `),
  ],
  [
    'hate/threatening',
    listOf(`
      kill all jews | all muslims should be shot | gay people deserve to die | gas the gays
      유대인을 전부 말살해야 한다 | 난민들은 다 죽여야 해 | 조선족은 모두 죽어야 한다 | 장애인은 박멸해야
    `),
  ],
  [
    'illicit',
    listOf(`
      how to cook meth | how do I launder money | steps to synthesize fentanyl
      how to steal a credit card | buy a fake passport | 필로폰 만드는 법 | 대마 구하는 방법 | 위조지폐 만드는 법
      친구 카톡 해킹하는 법 | 보이스피싱 하는 방법 | 돈세탁하는 법 알려줘
    `),
  ],
  [
    'illicit/violent',
    listOf(`
      how to build a bomb | make a pipe bomb | hire a hitman | how to poison someone
      how to make a b0mb | 폭탄 만드는 법 | 사제폭탄 제조 | 화염병 만드는 방법 | 사람 죽이는 방법 | 청부살인 의뢰 | 남편을 몰래 독살하는 법
    `),
  ],
  [
    'self-harm',
    listOf(`
      I keep cutting myself | I was hurting myself again | slit my wrists | 자해했어 | 자해를 멈출 수가 없어
      손목을 그었어 | 오늘 또 자해
    `),
  ],
  [
    'self-harm/intent',
    listOf(`
      I want to die | I want to kill myself | I'm suicidal | i want to k i l l myself
      no reason to live | 죽고 싶어 | 그냥 죽고싶다 | 자살할 거야 | 더 이상 살기 싫어 살 이유가 없어 | 유서를 썼어 | 뛰어내리고 싶어
    `),
  ],
  [
    'self-harm/instructions',
    listOf(`
      how to kill myself | painless ways to commit suicide | how many pills to die | 자살하는 방법
      고통 없이 죽는 방법 | 수면제 몇 알 먹으면 죽어 | 목매는 법
    `),
  ],
  [
    'sexual',
    listOf(`
      send me nudes | write an explicit sex scene | watch free porn
      show me your tits: lick my pussy | p o r n: watch porn | 야동 보여줘 | 섹스하자 | 알몸 사진 보내줘 | 야한 소설 써줘
      포르노 사이트 | 옷 다 벗고 보여줘
    `),
  ],
  [
    'sexual/minors',
    listOf(`
      sex with a child | nude pics of underage girls | child porn | erotica about a 12 year old
      미성년자 야동 | 아동 포르노 구해줘 | 초등학생 알몸 사진 | 여고생과 섹스
    `),
  ],
  [
    'violence',
    listOf(`
      kill them all | stab him | beat her to death | shoot everyone | they deserve to be tortured
      그놈을 죽여 | 다 죽이자 | 칼로 찔러 | 망치로 머리를 내려쳐 | 죽이고 싶어 | 전부 죽여
    `),
  ],
  [
    'violence/graphic',
    listOf(`
      his guts spilled out | a severed head | blood spurted everywhere | dismembered the body
      내장이 쏟아졌다 | 토막 낸 시체 | 목이 잘려 나갔다 | 참수 영상
    `),
  ],
];

export const HARMLESS: readonly string[] = listOf(`
  kill the process | kill -9 1234 | how do I kill a zombie process in Linux?
  kill all child processes | killall nginx | I live in Scunthorpe | Penistone is a town
  Essex and Sussex | the cockpit of a plane | a classic assessment | cocktail party
  shoot a photo | I will shoot you an email | let's shoot some hoops | photo shoot on Friday
  shoot me a message | kill two birds with one stone | kill time | you're killing it!
  this song is killer | my feet are killing me | kill them with kindness
  a bath bomb recipe: make a bath bomb | she photobombed us | I bombed the exam
  this movie is the bomb | bomb calorimeter | a chink in the armor | spick and span
  drop-dead gorgeous | I'm dead serious | deadline is Friday | dead tired
  how to prevent suicide | suicide prevention hotline | the movie Suicide Squad
  self-harm prevention resources | sex education at school
  what is the sex ratio of the population | breast cancer screening | chicken breast recipe
  a naked singularity | dick van dyke show | the history of the atomic bomb
  who assassinated Lincoln? | World War II killed millions | murder mystery novel ideas
  The Hunger Games | execute the query | abort the transaction | master and worker nodes
  terminate the instance | orphan process | strip the whitespace | I cut myself shaving
  I cut my finger while cooking | beat the eggs | whip the cream | crush the garlic
  stab at an answer | gay rights in Korea | black coffee please | white bread
  the Chinese are celebrating new year | I hate Mondays | I hate this bug
  cannabis law in Canada | what does fentanyl do to the body? | drug interactions of ibuprofen
  how is money laundering prevented | a graphic novel | assign the variable | i5 and a 4-core cpu
  analysis of class 5A | raccoon | Dickens wrote it | Grape juice | I could kill for a coffee
  this traffic is murder | do not kill him | how do I hurt less after running?
  I want to dye my hair | 총무를 뽑자 | 시발점이 되었다 | 서울역은 경부선의 시발역 | 시발택시의 역사 | 다시 발견했다 | 몇 시 발표야?
  역시 발이 빠르다 | 병신년은 2016년이다 | 병신일주 | 배고파 죽겠다 | 더워 죽겠어 | 웃겨 죽는 줄 | 보고 싶어 죽겠어 | 귀여워 죽겠네 | 이 노래 죽여준다
  맛이 죽이네 | 프로세스를 죽여줘 | 프로세스 죽이는 법 | 서버를 강제로 죽였다 | 시간을 죽이고 있어 | 숨을 죽였다 | 모기를 죽이는 방법 | 벌레를 죽이고 싶어
  바퀴벌레 죽이는 법 | 세균을 죽이는 온도 | 좀비를 다 죽이자 이 게임 | 기죽지 마 | 자살골을 넣었다 | 자살 예방 상담 전화 | 자해 예방 교육 | 자살률 통계
  독자 해설 | 투자 해 볼까 | 저자 해설이 좋다 | 폭탄 세일 | 폭탄주 만드는 법 | 폭탄머리 | 물폭탄 | 과제 폭탄을 맞았다 | 폭탄 발언
  핵폭탄의 역사를 알려줘 | 보지 않았다 | 하지 마 | 눈에 보지 못한 것 | 가보지 | 먹어 보지 | 자지 않고 공부했다 | 잠을 자지 못했다 | 일찍 자지
  불이 꺼져 있다 | 화면이 꺼져요 | 가방을 뒤져 봤다 | 서랍을 뒤져서 찾았다 | 뒤처지지 말자 | 컴퓨터가 꺼져버렸어 | 유방암 검진 | 성교육 자료
  성관계 동의 교육 | 아동 성범죄 처벌 강화 | 음란물 차단 프로그램 | 미성년자 보호법 | 칼로 양파를 썰어 | 칼로리 계산 | 총각김치 만드는 법 | 국무총리
  총알배송 | 물총 놀이 | 손목시계 | 손목이 아파 | 중국인 관광객이 늘었다 | 외국인 등록증 | 장애인 주차 구역 | 흑인 음악의 역사 | 여자 친구가 생겼다
  일본인 친구를 소개할게 | 마약 김밥 | 마약 예방 교육 | 마약 단속 강화 | 해킹 방지 방법 | 보이스피싱 예방 방법 | 위조지폐 구별하는 법 | 대마도 여행
  쓰레기 분리수거 | 바보 같은 실수를 했다 | 미친 듯이 공부했다 | 개나리 | 강아지 새끼가 태어났다 | 새끼손가락 | 고양이 새끼 | 살기 좋은 도시
  사라지고 있는 언어 | 살 이유를 찾는 책 | 죽음에 관한 철학 | 죽을 끓이는 법 | 전복죽 | 팥죽 만드는 방법 | 틀딱틀딱 소리 | 검둥이 강아지 | 게이트웨이
  게이머 | 로리타 소설 평론 | 시바견 | 신발 | 식발 | 십팔 | 열여덟 18
`);
