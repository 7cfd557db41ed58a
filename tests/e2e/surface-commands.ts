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
