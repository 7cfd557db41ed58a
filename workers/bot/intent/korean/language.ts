import type { Rule } from '../rule.ts';

/**
 * In which language Libra is to answer from now on. What may be a wish for one text ("영어로 해줘", "영어로 바꿔줘", "영어로 말해줘") is left
 * to the model, and so is what asks for an ability ("영어로 말할 수 있어?").
 */
export const KOREAN_LANGUAGE: readonly Rule[] = [
  ...rulesOf('speak_en', '영어|잉글리시|english'),
  ...rulesOf('speak_ko', '한국어|한국말|우리말|한글|korean'),
];

function rulesOf(intent: 'speak_en' | 'speak_ko', names: string): Rule[] {
  const each = (ending: string) =>
    names
      .split('|')
      .map((name) => `${name}${ending}`)
      .join('|');
  const by = `(${each('로')}|${each('로만')}|${each('로 만')}|${each('만 써서')}|${each('만 사용해서')})`;
  const whom = '[우리|나랑|저랑|나한테|저한테|나한테는|나에게|저에게|나와|저와|나한텐]';
  const addressed = whom.replace('[', '(').replace(']', ')');
  return [
    {
      intent,
      form: 'plain',
      phrases: [
        `${whom} ${by} [좀|계속|쭉] {talking} {give}`,
        `${by} [좀] (말해|말해라|말하세요|말하시오|말하라고|말씀하세요)`,
        `(${each('로만')}) [좀] (말해|답해|답변해|대답해) {give}`,
        `${addressed} ${by} [좀|계속|쭉] 말해 {give}`,
        ...(intent === 'speak_ko' ? [`${by} [좀] 말해 {give}`] : []),
        `${whom} ${by} (말하자|얘기하자|이야기하자|대화하자|대화하시죠|대화합시다|채팅하자|말합시다|소통하자|대화해요|얘기해요)`,
        `{forever} ${whom} [계속|항상|쭉|모두|다|모든 답변은|답변은|대답은|답은|좀] ${by} [좀|만|계속] {replying} {give}`,
        `${whom} {forever} ${by} [좀|만|계속] {replying} {give}`,
        // "이제 영어로 써줘" may be said of the text that was just written.
        `(이제|이젠|이제는) ${whom} [계속|항상|쭉|모두|다|모든 답변은|답변은|대답은|답은|좀] ${by} [좀|만|계속] {answering} {give}`,
        `${whom} (이제|이젠|이제는) ${by} [좀|만|계속] {answering} {give}`,
        `(이제|이젠|이제는) ${whom} ${by} (대화하자|얘기하자|말하자|이야기하자)`,
        `{forever} ${whom} ${by} (하자|대화하자|얘기하자|말하자|이야기하자|부탁해|부탁해요|부탁드려요|부탁드립니다)`,
        `{forever} [는|은] (${names}) [를|을|만] [좀] (써|사용해) {give}`,
        `${whom} ${by} [좀] {replying} {give} {forever}`,
        `(언어|답변 언어|대답 언어|사용 언어|언어 설정|말|내 언어|설정 언어|기본 언어|응답 언어) {obj} ${by} [좀] (바꿔|변경해|설정해|전환해|해|맞춰|돌려|부탁해) {give}`,
        `(언어|답변 언어|대답 언어|사용 언어|언어 설정|내 언어|기본 언어|응답 언어) {obj} ${by} [좀] (변경|설정|전환)`,
        `${by} (설정해|설정|전환해|언어 바꿔|언어 변경해|언어를 바꿔|언어 설정해) {give}`,
        `(${names}) (모드로|모드) [좀] (바꿔|변경해|설정해|전환해|해|켜) {give}`,
      ],
    },
  ];
}
