import type { Conversation } from './conversation.ts';

const ABOUT_ITSELF =
  /(?:너|넌|당신|네|니)[는은]?\s*(?:대체 |도대체 )?(?:누구|뭐야|뭐니|무엇|정체|이름)|누구(?:야|니|세요|신가요|예요|냐)|자기 ?소개|무슨 모델|어떤 모델|\bwho are you\b|\bwhat are you\b|\bwhat(?:'s| is) your name\b|\bintroduce yourself\b|\bwhich model\b|\bwhat model\b|\bare you (?:an? )?(?:ai|bot|human|real|gpt|chatgpt)\b/i;

/** Who it is, and that it is no real model. */
export function introduce({ prompt, language, model }: Conversation): string | null {
  if (!ABOUT_ITSELF.test(prompt)) return null;
  return language === 'ko'
    ? `안녕하세요! 👋 저는 리브라(Libra) 로컬 스택에 들어 있는 **오프라인 대역 모델**이에요. \`${model}\`인 척 대답하지만 실제 언어 모델은 아니고, 네트워크 없이 정해진 규칙으로만 글을 만들어요.\n\n${ABILITIES.ko}\n\n진짜 답변을 원하시면 \`OPENAI_API_KEY\`를 설정해 주세요.`
    : `Hello! 👋 I am the **offline stand-in model** of Libra's local stack. I answer in place of \`${model}\`, but I am not a real language model: I work without a network, by fixed rules.\n\n${ABILITIES.en}\n\nFor real answers, set \`OPENAI_API_KEY\`.`;
}

const GREETING =
  /^(?:안녕(?:하세요|하십니까)?|반가워요?|하이|hello|hi|hey|good (?:morning|evening|afternoon))(?![\p{L}])[^\p{L}\p{N}]*(?:there|libra|리브라)?[^\p{L}\p{N}]*$/iu;

export function greet({ prompt, language }: Conversation): string | null {
  if (!GREETING.test(prompt)) return null;
  return language === 'ko'
    ? '안녕하세요! 저는 오프라인 대역 모델이에요. 무엇을 시험해 볼까요? 😊'
    : 'Hello! I am the offline stand-in model. What shall we try? 😊';
}

const TOPIC_CHARS = 80;

/** For all that only a real model can answer: what was asked, and that this is not one. */
export function admit({ prompt, language }: Conversation): string {
  if (prompt === '') {
    return language === 'ko' ? '무엇을 도와드릴까요?' : 'What can I do for you?';
  }
  const line = prompt.replace(/\s+/g, ' ');
  const topic =
    Array.from(line).length > TOPIC_CHARS ? `${Array.from(line).slice(0, TOPIC_CHARS).join('')}…` : line;
  return language === 'ko'
    ? `“${topic}”에 대해 물어보셨네요. 저는 오프라인 대역 모델이라 지식이 없어서 이 질문에는 제대로 답할 수 없어요.\n\n${ABILITIES.ko}`
    : `You asked about “${topic}”. I am an offline stand-in model without any knowledge, so I cannot really answer that.\n\n${ABILITIES.en}`;
}

const ABILITIES = {
  ko: '대신 이런 것은 할 수 있어요.\n- 숫자 세기: `1부터 20까지 세어줘`\n- 간단한 계산: `12 * 7은?`\n- 대화 기억: `내 이름은 민수야` 다음에 `내 이름이 뭐야?`\n- 따라 하기: `따라 해: 가나다`\n- 긴 글과 코드: `긴 글 써줘 3000자`, `파이썬 예제 보여줘`',
  en: 'What I can do:\n- count: `count from 1 to 20`\n- simple sums: `what is 12 * 7?`\n- remember this conversation: `my name is Mina`, then `what is my name?`\n- repeat: `repeat after me: abc`\n- long texts and code: `write a long text of 3000 characters`, `show me a Python example`',
} as const;
