/** Proof that the window of messages arrives: what the user said earlier, and the facts in it. */
import type { Conversation } from './conversation.ts';

/** What is asked about before, what was told, and what the user tells now. */
export function recall(conversation: Conversation): string | null {
  return recallQuestion(conversation) ?? recallFact(conversation) ?? acknowledge(conversation);
}

const PREVIOUS_KO =
  /(?:방금|아까|이전에|전에|앞에서|처음에?).*(?:물었|물어|말했|질문|뭐라고|뭘|무엇)|(?:이전|마지막|첫) ?(?:질문|메시지)/;
const PREVIOUS_EN =
  /\bwhat did i (?:just )?(?:ask|say|tell|write)|\bmy (?:last|previous|first) (?:question|message)\b/i;
const FIRST = /처음|첫 ?(?:질문|메시지)|\bfirst\b/i;

function recallQuestion({ prompt, earlier, language }: Conversation): string | null {
  if (!PREVIOUS_KO.test(prompt) && !PREVIOUS_EN.test(prompt)) return null;
  const said = FIRST.test(prompt) ? earlier[0] : earlier.at(-1);
  if (said === undefined) {
    return language === 'ko'
      ? '이 대화에는 그 전에 하신 말씀이 없어요.'
      : 'There is nothing before this in our conversation.';
  }
  return language === 'ko' ? `이렇게 말씀하셨어요: “${said}”` : `You said: “${said}”`;
}

const ASK_KO =
  /(?:내|제|우리|나의|저의)(?:가)?\s+(.+?)(?:이|가|은|는)?\s*(?:뭐|뭔|무엇|누구|어디|언제|몇|기억|알아|알고)/;
const ASK_EN =
  /\b(?:what(?:'s| is| was)|who(?:'s| is)|where(?:'s| is)|do you (?:know|remember)(?: what)?) (?:the name of )?my (.+?)(?: again)?\s*\?*$/i;

function recallFact({ prompt, earlier, language }: Conversation): string | null {
  const about = (ASK_KO.exec(prompt) ?? ASK_EN.exec(prompt))?.[1]?.trim();
  if (about === undefined) return null;
  for (const said of earlier.toReversed()) {
    const fact = readFact(said);
    if (fact === null || subjectOf(fact.about) !== subjectOf(about)) continue;
    return language === 'ko'
      ? `${fact.about}: ${fact.value}. 앞에서 말씀해 주셨어요.`
      : `Your ${fact.about} is ${fact.value}. You told me earlier.`;
  }
  return language === 'ko'
    ? `아직 말씀해 주지 않으셨어요: ${about}. (제가 볼 수 있는 대화 안에는 없어요.)`
    : `You have not told me your ${about} yet; it is not in the messages that I can see.`;
}

/** "dog called", "dog's name" and "the name of my dog" are asked for as one. */
function subjectOf(about: string): string {
  return about
    .toLowerCase()
    .replace(/^(?:the )?name of (?:my )?(.+)$/, '$1')
    .replace(/(?:['’]s name| name|(?: is)? (?:called|named)|\s+이름)$/, '');
}

function acknowledge({ prompt, language }: Conversation): string | null {
  const fact = readFact(prompt);
  if (fact === null) return null;
  return language === 'ko'
    ? `알겠어요. ${fact.about}: ${fact.value}. 이 대화가 이어지는 동안 기억할게요.`
    : `All right: your ${fact.about} is ${fact.value}. I will remember that as long as this conversation lasts.`;
}

interface Fact {
  about: string;
  value: string;
}

const TELL_KO =
  /(?:^|[\s,.!])(?:내|제|우리|나의|저의)(?:가)?\s+([^?]+?)(?:은|는)\s+([^?]+?)\s*(?:이야|야|이에요|예요|이라고 해|라고 해|입니다|이다)[.!~\s]*$/;
const TELL_EN = /\bmy ([^?]+?) is (?:called |named )?([^?]+?)[.!\s]*$/i;

function readFact(text: string): Fact | null {
  const match = TELL_KO.exec(text) ?? TELL_EN.exec(text);
  const [, about, value] = match ?? [];
  return about === undefined || value === undefined ? null : { about: about.trim(), value: value.trim() };
}
