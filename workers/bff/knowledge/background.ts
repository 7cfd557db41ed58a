/** What a question and a passage are compared with beside each other: texts and questions of everyday subjects. */
import { referencesOf } from './known-references.ts';

/** Small talk, writing, code, sums, science, history, places, food, leisure, feelings, nature: in both languages. */
export const EVERYDAY: readonly string[] = [
  '안녕하세요. 오늘 하루도 잘 지내고 계신가요? 만나서 반가워요.',
  'Hello, nice to meet you. I am doing well, thank you for asking.',
  '이 글을 다른 말로 옮기거나 짧게 줄이거나 고쳐 쓴다.',
  'Rewrite, translate or shorten this sentence.',
  '옛날 옛적 어느 마을에 한 소년이 살았습니다. 시와 이야기, 농담을 지어 본다.',
  'A poem, a story or a joke: once upon a time there was a little cat.',
  '프로그램의 코드를 쓰고 오류를 고친다. 함수, 변수, 배열, 데이터베이스.',
  'Write code and fix the bug: a function, a loop, a list, a database, a web server.',
  '숫자를 더하고 빼고 곱하고 나눈다. 방정식을 푼다.',
  'Mathematics: compute the sum, solve the equation, prove the theorem.',
  '물리와 화학, 생물과 우주. 별과 행성, 원자와 세포.',
  'Physics, chemistry and biology: planets, atoms, cells, energy and light.',
  '옛 나라의 왕과 전쟁, 역사에 남은 사람들.',
  'History: kings, wars, revolutions and the people who made them.',
  '세계의 나라와 수도, 산과 강, 바다.',
  'Geography: countries, capitals, mountains and rivers of the world.',
  '음식을 만드는 법. 재료를 썰고 끓이고 볶는다.',
  'A recipe: chop the vegetables, boil the water, bake for thirty minutes.',
  '영화와 음악, 게임과 운동 경기.',
  'Films, music, books, video games and sports.',
  '사랑과 우정, 마음의 고민에 대한 조언.',
  'Advice about love, friendship and feelings.',
  '동물과 식물, 날씨와 계절.',
  'Animals and plants, the weather and the seasons.',
];

export const BACKGROUND = referencesOf('everyday', EVERYDAY);

/** About anything: English ones, and as many Korean ones. */
export const EVERYDAY_QUESTIONS: readonly string[] = [
  'What is the largest planet?',
  'How do I boil an egg?',
  'Write a short story about a lighthouse',
  'What does inflation mean?',
  'Fix this sentence for me',
  'How far is the moon?',
  'Give me ideas for a birthday present',
  'Which laptop should I buy?',
  'What happened in 1969?',
  'How do vaccines work?',
  'Plan my day',
  'Compare tea and coffee',
  '가장 큰 행성은 뭐야?',
  '달걀은 몇 분 삶아?',
  '등대에 대한 짧은 이야기 써줘',
  '물가 상승이 무슨 뜻이야?',
  '이 문장 고쳐줘',
  '달까지 얼마나 멀어?',
  '생일 선물 아이디어 줘',
  '어떤 노트북을 살까?',
  '1969년에 무슨 일이 있었어?',
  '백신은 어떻게 작동해?',
  '하루 계획 세워줘',
  '차와 커피를 비교해줘',
];

export const QUESTIONS = referencesOf('questions', EVERYDAY_QUESTIONS, 'query');
