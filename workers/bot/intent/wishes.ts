/**
 * What people say to Libra about itself, and what only looks like it: data for wishes.test.ts. One message a line. Phrases of
 * the tables are tuned on the lines of one half, and judged by those of the other.
 */

/** By intent; of a mute, also for how many seconds. */
export const WISHES: Readonly<Record<string, string>> = {
  help: `
help pls!
help menu please
HELP!!
libra help 🙏
could you show the help?
can you show me the commands list
show me your commands
list all your commands please
what are your commands?
what can this bot do?
what can u do
wat can you do
what can you do here
what can Libra do for me?
how do I use you?
how do i use libra
how to use libra?
what features do you have
tell me what you can do
show me what you can do
tell me your features
tell me how to use you
explain how to use this bot
give me a list of commands
i want to see the help
i need the command list
pull up the help page
help screen
list of commands
bot help
what commands do you support?
which commands do you have
commands?
도움말
도움말 좀 보여줘요
도움말 보여주세요!
도움말 띄워줘
도움말 켜줘
도움말 열어줘
도움말 필요해
도움말 볼래
도움말 알려줘~
도움말 줘
도움 말 보여줘
헬프 보여줘
헬프 좀
명령어 목록 보여줘
명령어 목록 알려주세요
명령어 리스트 보여줘
네 명령어 알려줘
네 기능 알려줘
너의 기능을 알려줘
너 기능 뭐 있어?
리브라 기능 알려줘
리브라 명령어 보여줘
리브라 뭐 할 수 있어?
리브라는 뭘 할 수 있나요?
넌 뭐 할 수 있어?
너는 무엇을 할 수 있니?
너 뭘 할 수 있는지 알려줘
네가 뭘 할 수 있는지 설명해줘
네가 할 수 있는 거 알려줘
네가 할 수 있는 일 알려줘
이 봇 사용법 알려줘
이 봇 사용법 좀 알려주세요
봇 사용법 설명해줘
봇 어떻게 써?
봇 어떻게 사용해요?
이 봇은 어떻게 쓰는 거야?
너 어떻게 쓰는 거야?
너 사용법 알려줘
리브라 어떻게 사용해?
리브라 쓰는 법 알려줘
리브라 사용 설명서 보여줘
무슨 명령어가 있어?
명령어 뭐 있어요?
`,
  reset: `
reset
Reset please
reset chat
reset the chat pls
reset our conversation!
please reset this conversation
can you reset our chat?
could you please clear our conversation
clear the chat
clear this chat please
clear our chat history
clear the conversation history
clear your memory
wipe your memory
wipe our conversation
erase our conversation
delete our chat history
delete our conversation please
forget everything
forget everything we said
forget all we talked about
forget what we talked about
forget everything I told you
forget our conversation
please forget our previous conversation
forget this conversation
start a new chat
start a new conversation
start new chat
begin a new conversation
open a new chat
let's start a new conversation
let's start a fresh chat
new chat
new conversation please
fresh start please, libra
i want to start a new chat
restart the conversation
restart our chat
reset context
reset the context please
reset your context
clear context
reset conversation history
resett the chat
reset teh chat
restart chat
let's begin a new chat
empty the chat history
초기화
초기화해줘
초기화 해주세요
초기화 부탁해
초기화 ㄱㄱ
초기화해라
초기화 좀
리셋
리셋해줘
리셋 좀 해줘
대화 초기화
대화 초기화해줘
대화 초기화 해주세요!
대화좀 초기화해줘
대화 내용 초기화해줘
대화 기록 초기화
대화내역 초기화해줘
대화 리셋
대화 리셋해줘
대화를 리셋해주세요
채팅 초기화
채팅 기록 초기화해줘
채팅 리셋해줘요
우리 대화 초기화하자
우리 대화 지워줘
우리 대화 전부 지워줘
우리 대화 내용 다 삭제해줘
우리가 나눈 대화 지워줘
지금까지 대화 다 지워줘
지금까지 한 대화 지워주세요
지금까지의 대화 잊어줘
지금까지 한 얘기 다 잊어줘
지금까지 나눈 얘기 잊어버려
지금까지 대화 내용 잊어줘
이전 대화 잊어줘
이전 대화는 잊어줘
이전 대화 내용은 다 잊어줘
앞의 대화는 잊어줘
여태까지 한 얘기 잊어줘
다 잊어줘
전부 잊어줘
모두 잊어주세요
새 대화 시작
새 대화 시작해줘
새 대화 시작하자
새로운 대화 시작하자
새로운 대화를 시작하고 싶어
새 채팅 시작
새 채팅 열어줘
대화 새로 시작하자
대화 새로 시작해줘
대화를 처음부터 다시 시작하자
기억 초기화해줘
네 기억 지워줘
네 기억을 초기화해줘
맥락 초기화
컨텍스트 초기화해줘
컨텍스트 비워줘
초기화해주라
초기화 시켜줘
대화창 비워줘
`,
  status: `
status
status please
bot status
show status
show me the bot status
what's your status?
what is your status
how's the bot status?
check your status
check status
are you online?
are you up?
are you working?
is the bot online?
is the bot working?
is libra online?
is libra up?
is libra working?
how many questions do I have left?
how many questions can I still ask?
how many more questions can I ask?
how many messages do I have left today
how many requests are left?
how many calls do i have left
how much quota do I have left?
how much of my quota is left?
how much have I used today?
how many tokens have I used today?
how many tokens do I have left?
how much budget do I have left
what's my limit?
what's my usage?
what is my quota?
what's my remaining quota
show my usage
show me my usage please
show my limits
check my quota
my usage
my limits
usage today
what model are you?
which model are you using?
what model do you use?
what model is this bot using?
상태
상태 알려줘
상태 보여줘
상태 확인
상태 확인해줘
상태 좀 보여주세요
봇 상태
봇 상태 알려줘
봇 상태 어때?
네 상태 알려줘
너의 상태를 보여줘
리브라 상태 확인해줘
리브라 상태 어때?
서비스 상태 보여줘
현재 상태 알려줘
지금 상태 어때?
지금 상태 알려줘
봇 살아있어?
봇 살아 있나요?
리브라 살아있어?
봇 켜져 있어?
봇 작동해?
봇 작동 중이야?
봇 잘 돌아가?
리브라 정상이야?
지금 잘 작동하고 있어?
남은 횟수 알려줘
남은 횟수 몇 번이야?
남은 질문 수 알려줘
남은 질문 몇 개야?
질문 몇 번 남았어?
질문 몇 개 남았어?
나 몇 번 더 물어볼 수 있어?
앞으로 몇 번 더 질문할 수 있어?
오늘 몇 번 더 쓸 수 있어?
내가 몇 번 더 쓸 수 있는지 알려줘
남은 사용량 알려줘
내 사용량 보여줘
내 사용량 알려주세요
내 사용량 확인
제 사용량 얼마나 되나요?
오늘 사용량 알려줘
오늘 얼마나 썼어?
오늘 내가 얼마나 썼어?
오늘 토큰 얼마나 썼어?
토큰 얼마나 남았어?
내 한도 알려줘
내 한도 얼마나 남았어?
한도 얼마나 남았어?
사용 한도 알려줘
사용량 확인해줘
사용량 보여줘
내 예산 얼마 남았어?
남은 예산 알려줘
너 무슨 모델이야?
어떤 모델 써?
무슨 모델 쓰고 있어?
`,
  unmute: `
unmute
unmute yourself
unmute please
please unmute
unmute the bot
unmute libra
unmute this channel
cancel the mute
end the mute
stop the mute
remove mute
lift the mute please
you can talk now
you can talk again
you can speak again
you may speak now
you can reply again
wake up libra
come back libra
stop being quiet
stop being silent
you can stop being quiet now
start talking again
speak again please
음소거 해제
음소거 해제해줘
음소거 풀어줘
음소거 꺼줘
음소거 취소해줘
음소거 그만
뮤트 해제
뮤트 해제해주세요
뮤트 풀어줘
뮤트 풀어
언뮤트
언뮤트 해줘
이제 말해도 돼
이제 말해도 돼요
이제 다시 말해도 돼
이제 대답해도 돼
다시 말해도 괜찮아
이제 얘기해도 돼
이젠 대답해도 됩니다
조용히 하기 해제
조용히 하기 그만
조용히 모드 해제
조용히 모드 꺼줘
침묵 해제
이제 조용히 안 해도 돼
그만 조용히 해도 돼
일어나 리브라
리브라 일어나
리브라 깨어나
`,
  private: `
answer me privately
answer privately please
reply privately
reply to me privately
please reply only to me
show the answer only to me
make the answer visible only to me
can you answer privately?
can you answer so only i can see it?
private answer please
private reply please
답을 나만 보게 해줘
답변을 나만 볼 수 있게 해줘
답변 나만 보이게 해줘
나만 보이게 답해줘
나만 볼 수 있게 답해줘
나만 볼 수 있게 대답해 주세요
나한테만 보이게 답해줘
나한테만 보여줘
저만 볼 수 있게 답해 주세요
저만 보이게 답변해주세요
비공개로 답해줘
비공개로 대답해줘
비공개로 답변해 주세요
`,
};

/** `<seconds> <message>`. */
export const MUTES = `
300 mute for 5 minutes
300 mute 5m
30 mute 30
60 mute yourself for a minute
600 mute this channel for 10 minutes
600 please be quiet for 10 minutes
1800 be quiet for half an hour
1800 be quiet for 30 mins pls
3600 can you be quiet for an hour?
3600 could you stay quiet for 1 hour
300 stop talking for 5 minutes
300 don't talk for 5 minutes
300 dont reply for 5 minutes please
120 shut up for 2 minutes
600 silence for 10 minutes
600 go silent for 10 minutes
900 quiet for 15 minutes
900 quiet please for 15 minutes
300 keep quiet for five minutes
600 no talking for 10 minutes
30 30초만 조용히 해
30 30초만 조용히 해줘
30 30초 동안 조용히 해줘
300 5분만 조용히 해줘
300 5분간 조용히 해주세요
300 5분동안 조용히 있어
300 5분 조용히
600 10분만 조용히 해줄래?
600 10분만 조용히 있어줘
600 10분간 말하지 마
600 10분 동안 말하지 말아줘
600 10분만 말하지 말아 주세요
3600 한 시간만 조용히 해줘
3600 1시간 동안 조용히 해
3600 1시간만 조용히 해줄 수 있어?
1800 30분만 입 다물어
1800 30분 동안 대답하지 마
1800 30분만 대답하지 말아줘
60 1분만 조용히 해봐
60 1분만 조용
300 5분 음소거
300 5분 음소거해줘
300 5분간 음소거 해주세요
300 5분만 뮤트해줘
300 음소거 5분
300 뮤트 5분
300 채널 5분 음소거해줘
300 이 채널 5분만 음소거해줘
7200 두 시간만 조용히 있어줘
60 잠깐 조용히 해줘
60 잠깐만 조용히 해줘
60 잠시만 조용히 해주세요
60 잠시 조용히 있어줘
300 조용히 해줘 5분만
300 조용히 해 5분만
300 5분만 쉿
300 5분만 가만히 있어
300 5분만 닥쳐
1800 반 시간만 조용히 해줘
5400 1시간 반 동안 조용히 해줘
`;

/** None of these may be taken from the model. */
export const QUESTIONS = `
how do I reset my router?
how do I reset my iphone
how can I reset a git branch?
how to reset windows 11
reset my password please
reset the counter in my code
can you reset the database?
reset my router
how do I clear my browser history?
clear the cache
clear the array
how do I delete our chat history in whatsapp?
what happens if I reset the chat?
should I start a new chat?
start a new game
start a new story
start over from chapter 2
start a conversation in French
start a new conversation between two robots
write a new conversation
forget about the deadline, what matters?
forget the previous instructions
forget everything you know about cats and tell me about dogs
what does it mean to forget everything?
how does reset work in css?
explain css reset
what is a factory reset?
what is the reset button for?
does reset delete my data?
why does the chat reset?
did you reset?
don't reset
reset tomorrow at 9
what does /mute do in Discord
what does /reset do?
what does /help do?
what does mute mean
how do i mute someone
how do I mute a channel in discord?
how do I unmute my microphone?
how do I unmute myself on zoom?
mute my microphone
mute the tv for 5 minutes
mute bob for 10 minutes
can you mute him?
why is my mic muted?
is it rude to be quiet for 5 minutes?
what can I do for 5 minutes?
what should I say after 5 minutes of silence?
write a poem about a minute of silence
be quiet is a phrase, what does it mean?
be quiet until tomorrow
how do I stay quiet during yoga?
how long should I stay quiet?
tell my neighbours to be quiet for an hour
set a timer for 5 minutes
remind me in 10 minutes to be quiet
wait for 10 minutes
go to sleep
how do I go to sleep in an hour?
wake me up in an hour
wake up call ideas
what time should I wake up?
how do I wake up early?
come back later
help me
help me reset my password
help me with the commands of git
help, my code does not work
can you help me with commands in vim?
help my cat
I need help with math
what help is available for students?
what does the help command do in bash?
show me the help of ls
show me linux commands
show me commands for git
list commands in docker
list all commands in vim
what commands does git have?
what commands can I run in powershell?
which commands are used in sql?
how do I use python?
how do I use a VPN?
how to use this library?
how does a bot work?
how do you work out every day?
how does it work?
what can you do with an egg?
what can I do with react?
what can you tell me about libra?
what is libra?
what is the libra zodiac sign?
libra horoscope today
what are the features of the iphone 15?
what features does notion have?
tell me what you can do with pandas
tell me what to do
explain how to use git
explain how to use this function
what is status 500?
git status
http status 404
what's the status of the war?
what is the status of my package?
how is the weather status?
check the status code
is the server up?
is it up to me?
is discord down?
is github down right now?
are you a robot?
are you happy?
are you sure?
are you working on it?
are you alive or dead, schrodinger's cat?
how many questions are in the exam?
how many messages can I send on whatsapp?
how many tokens is this sentence?
how many tokens does gpt-4 support?
how much data have I used on my phone?
how many calls are in a bbq?
what's my limit on credit card?
what is my ip?
what model should I buy?
which model is best for coding?
what model is the tesla y?
what is a language model?
what is usage of semicolons?
usage of affect and effect
what is the quota in germany?
what are speed limits in korea?
answer me
answer this: what is 2+2?
answer the question
answer in one word
reply to this email politely
private equity explained
private key vs public key
how do I reply privately in outlook?
what is a private reply on discord?
can only I see my messages?
show me only the answer
show only the first column
who can see my answer?
is this chat private?
how do I make a repo private?
write a private letter
answer: yes or no?
can you keep a secret?
초기화가 뭐야?
초기화는 어떻게 해?
초기화 방법 알려줘
초기화하면 어떻게 돼?
초기화하면 데이터가 지워져?
공장 초기화 방법
공유기 초기화해줘
핸드폰 초기화하는 법
아이폰 초기화 방법 알려줘
변수 초기화하는 코드 짜줘
배열 초기화해줘
비밀번호 초기화하고 싶어
윈도우 초기화 어떻게 해?
리셋이 무슨 뜻이야?
리셋 버튼 어디 있어?
git reset이 뭐야?
대화 초기화가 뭐야?
대화 초기화되면 기억 못 해?
대화 초기화 언제 돼?
대화 초기화하지 마
왜 대화를 초기화했어?
대화 기록은 어디에 저장돼?
대화 내용 요약해줘
대화 내용 번역해줘
대화 잘하는 법
대화 주제 추천해줘
새 대화 주제 알려줘
새로운 대화 기법 설명해줘
새 채팅 앱 만드는 법
새로운 채팅 앱 추천
카톡 대화 지우는 법
카톡 대화 내용 복구
카톡 대화 삭제해줘
기억을 지우는 영화 제목이 뭐야?
기억 상실증이 뭐야?
기억력 좋아지는 법
내 기억을 지워줘
첫사랑 잊어버리는 법
다 잊어버리고 싶어
그 사람을 잊고 싶어
전부 잊어버렸어
캐시 비워줘
휴지통 비워줘
메모리 초기화 코드 알려줘
메모리 누수가 뭐야?
컨텍스트 스위칭이 뭐야?
문맥 파악 잘하는 법
도움말이 뭐야?
도움말을 어떻게 만들어?
도움말 페이지 디자인해줘
엑셀 도움말 어디 있어?
도움이 되는 말 해줘
도와줘
도와줄래?
도움 좀 줘
헬프 데스크가 뭐야?
리눅스 명령어 알려줘
리눅스 명령어 목록 보여줘
git 명령어 보여줘
마인크래프트 명령어 알려줘
디스코드 명령어 만드는 법
명령어가 무슨 뜻이야?
명령어 실행이 안 돼
어떤 명령어로 파일을 지워?
사용법 알려줘
세탁기 사용법 알려줘
파이썬 사용법
포토샵 기능 알려줘
아이폰 기능 알려줘
엑셀로 뭐 할 수 있어?
파이썬으로 뭘 할 수 있어?
서울에서 뭐 할 수 있어?
내가 뭘 할 수 있을까?
내가 할 수 있는 거 알려줘
우리가 할 수 있는 일 알려줘
봇 만드는 법 알려줘
봇이 뭐야?
디스코드 봇 어떻게 만들어?
디스코드 봇 사용법 알려줘
리브라가 뭐야?
리브라 뜻이 뭐야?
리브라 별자리 운세 알려줘
천칭자리 상태 어때?
상태가 뭐야?
상태 코드 알려줘
상태 관리가 뭐야?
상태 패턴 설명해줘
건강 상태 확인하는 법
배터리 상태 확인해줘
내 컴퓨터 상태 어때?
서버 상태 알려줘
네트워크 상태 확인하는 법
날씨 상태 어때?
내 상태 어때 보여?
오늘 기분 상태 어때?
너 살아 있어?
공룡 살아있어?
지금 뭐 하고 있어?
지금 잘하고 있어?
데이터 사용량 확인하는 법
전기 사용량 알려줘
메모리 사용량 알려줘
cpu 사용량 보여줘
디스크 사용량 확인해줘
오늘 얼마 썼어? 가계부 정리해줘
오늘 돈 얼마나 썼어?
월급 얼마나 남았어?
시간 얼마나 남았어?
방학 얼마나 남았어?
수능 며칠 남았어?
문제 몇 개 남았어?
카드 한도 알려줘
신용카드 한도 얼마야?
속도 제한이 뭐야?
예산 짜는 법
여행 예산 얼마나 들어?
토큰이 뭐야?
토큰 수 세는 법
이 문장 토큰 몇 개야?
어떤 모델이 좋아?
무슨 모델 살까?
어떤 모델 사는 게 좋아?
테슬라 무슨 모델이야?
이 차 무슨 모델이야?
언어 모델이 뭐야?
음소거가 뭐야?
음소거 어떻게 해?
음소거 단축키 알려줘
디스코드에서 음소거하는 법
줌 음소거 해제 방법
마이크 음소거 해제해줘
마이크 음소거해줘
철수 5분 음소거해줘
뮤트가 무슨 뜻이야?
친구를 뮤트하는 법
조용한 음악 추천해줘
조용히 하는 법
조용히 공부할 수 있는 곳
조용히 해달라는 말을 영어로?
5분만 조용히 해달라고 영어로 써줘
옆집에 조용히 해달라고 말하는 법
아이들 조용히 시키는 법
아기를 5분만에 재우는 법
5분 뒤에 알려줘
5분만 더 자고 싶어
5분 동안 뭐 하지?
10분 동안 할 수 있는 운동
10분 안에 만드는 요리
30초 자기소개 써줘
30초 동안 플랭크하면 좋아?
1시간 동안 공부하는 법
한 시간만 놀아도 돼?
잠깐 쉬어도 돼?
잠깐만
잠시 후에 다시 올게
쉿이 무슨 뜻이야?
말하지 마라는 노래 제목
말하지 않아도 알아
이제 말해도 돼?
이제 뭐라고 말해?
이제 대답해
이제 일어나야 해
일찍 일어나는 법
아침에 일어나는 법
일어나
깨어나는 꿈 해몽
답해줘
답을 알려줘
답만 보여줘
답만 알려줘
정답만 보여줘
나만 그렇게 생각해?
나만 이상한 거야?
나만 보이는 문제야?
나한테만 왜 그래?
나한테만 말해줘
비공개 계정이 뭐야?
비공개로 전환하는 법
비공개 저장소 만드는 법
비공개로 질문하는 법
인스타 비공개로 하는 법
내 질문 다른 사람도 볼 수 있어?
다른 사람이 내 답을 볼 수 있어?
다시 말해줘
다시 설명해줘
영어로 말해줘
한국어로 번역해줘
영어로 번역해줘
speak english to me like a pirate
say that again
try again with fewer words
`;
