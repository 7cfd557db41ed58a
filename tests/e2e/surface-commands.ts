/** Commands of every kind that the page can use, for a bot that answers as the test says. */
export const SURFACE_COMMANDS = [
  {
    name: 'ask',
    name_localizations: { ko: '질문' },
    description: 'Ask about a file',
    description_localizations: { ko: '파일에 대해 묻습니다' },
    options: [
      {
        type: 3,
        name: 'prompt',
        name_localizations: { ko: '내용' },
        description: 'What to ask',
        required: true,
      },
      { type: 11, name: 'file', name_localizations: { ko: '파일' }, description: 'What it is about' },
    ],
  },
  {
    name: 'model',
    name_localizations: { ko: '모델' },
    description: 'Choose a model',
    options: [{ type: 3, name: 'name', description: 'Which model', required: true, autocomplete: true }],
  },
  { name: 'form', name_localizations: { ko: '양식' }, description: 'Open a form' },
  {
    name: 'panel',
    description: 'Show a panel',
    name_localizations: { ko: '패널' },
  },
  { type: 3, name: 'Translate this', name_localizations: { ko: '이 메시지 번역' } },
  { type: 3, name: 'Note', name_localizations: { ko: '메모' } },
  { type: 2, name: 'Who is this', name_localizations: { ko: '누구인가요' } },
];

export const SURFACE_MODAL = {
  custom_id: 'feedback',
  title: '답변 고치기',
  components: [
    { type: 10, content: '무엇을 **바꿀지** 알려 주세요.' },
    {
      type: 18,
      label: '내용',
      description: '한두 문장이면 됩니다',
      component: { type: 4, custom_id: 'text', style: 2, max_length: 300, placeholder: '예: 더 짧게' },
    },
    {
      type: 18,
      label: '모델',
      component: {
        type: 3,
        custom_id: 'model',
        options: [
          { label: '빠른 모델', value: 'a', description: '짧은 답에' },
          { label: '큰 모델', value: 'b' },
        ],
      },
    },
    { type: 18, label: '역할', component: { type: 6, custom_id: 'role', required: false, min_values: 0 } },
    {
      type: 18,
      label: '파일',
      component: { type: 19, custom_id: 'file', required: false, min_values: 0, max_values: 2 },
    },
  ],
};

export const SURFACE_PANEL = {
  type: 17,
  accent_color: 0x5b46d8,
  components: [
    { type: 10, content: '# 설정\n이 서버에서 **Libra**가 어떻게 답하는지 정합니다.' },
    { type: 14 },
    {
      type: 9,
      components: [{ type: 10, content: '지금: 큰 모델' }],
      accessory: { type: 2, style: 1, label: '바꾸기', custom_id: 'change' },
    },
    {
      type: 1,
      components: [
        {
          type: 3,
          custom_id: 'tone',
          placeholder: '말투',
          options: [
            { label: '다정하게', value: 'warm' },
            { label: '짧게', value: 'short' },
          ],
        },
      ],
    },
  ],
};
