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
yo libra whats your command list
i need some help using you
can you list everything you can do please
would you mind showing me the help
commands plz
what kind of stuff can you do
리브라야 너 뭐 할 줄 알아?
명령어 뭐뭐 있어?
이 봇 어떻게 쓰는 거예요?
너 쓰는 법 좀 가르쳐줘
what are you able to do?
give me a list of your commands
hi libra, how can i use you?
i don't know how to use this bot
help me out with the commands please
wht can you do
could i see the help page
let me see what you can do
@Libra help!!
리브라 사용 방법 좀 알려줄 수 있어?
너는 무슨 기능이 있어?
명령어 리스트 보여 주세요
도와줘 리브라 어떻게 쓰는지 모르겠어
헬프
can somebody tell me how to use libra
show me the list of things you can do
봇 매뉴얼 좀 볼 수 있을까요?
help me use libra
may i see your command list please?
what features does this bot have
whats this bot for
explain how to use you
hlep
i want to know what you can do
list of commands pls
뭐뭐 할 수 있어 너
리브라 도움말
what are all your features?
would you show me how to use you?
리브라는 뭐 하는 봇이야?
네 명령어 다 보여줄 수 있어?
너 사용법 궁금해
what commands can i use here?
tell me about your features please
hello libra could you please tell me what you can do
how can you help us
pls show me a list of ur commands
can u explain how to use this bot
what stuff can this bot do
im new, how do i use libra?
is there a help page?
do you have a list of commands?
do you have any commands?
give us a rundown of your features
리브라 뭐하는 봇이에요
너 뭐 해줄 수 있는데?
봇 사용법 좀 가르쳐주실 수 있나요
리브라 기능 소개 좀 해줘
너한테 뭐 시킬 수 있어?
도움말 좀 볼 수 있을까요?
봇 명령어 좀 정리해줘
넌 어떤 걸 할 수 있니
리브라야 너 어떻게 쓰는 거니
could you give me an overview of your commands?
what's your list of features
i'd like to see your commands
hey there libra what do you offer
tell me what libra can do
pls explain what you can do
how would i use this bot?
which features do you support
what are you good for libra
libra commands
can you show me your help menu plz
can i get the command list
리브라 넌 뭘 도와줄 수 있어?
봇 기능 뭐가 있는지 알려줘
리브라 사용법 알려줄 수 있나요?
네가 할 수 있는 것 좀 말해줘
이 봇 뭐 할 수 있는 거야
명령어 어떤 거 있어?
헬프 메뉴 보여줘
봇 쓰는 방법 좀요
what can you do for us?
show me all your commands pls
hi, can you tell me how to use libra?
could i see your features?
teach me how to use this bot
libra what are your commands
please list your features
what commands do u have
give me the help menu
what does libra do?
리브라 뭐 할 줄 아니?
네 기능 좀 알려줄래
봇 도움말 보여줘요
리브라 명령어 목록 부탁해
너 할 수 있는 거 뭐야?
이 봇 사용하는 방법 알려주세요
봇 사용 설명 부탁드려요
무슨 명령어들이 있나요
can you show me all of your commands?
libra, tell me about your commands
how does one use libra
what features does libra offer
pls give me the list of commands
i want to see your command list
what can libra bot do
리브라야 네 기능 설명해줘
봇 명령어 좀 알려주실래요?
넌 뭘 해줄 수 있어?
도움말 한번 보여줄래
리브라 사용법 궁금해요
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
can you wipe our conversation
would you please forget what we talked about
clear the chat pls
i'd like to start a new conversation
ok forget everything now
reset ths conversation
delete our chat history please
대화 초기화 부탁드려요
지금까지 얘기한 거 다 잊어줘
기억 리셋 좀
새 대화 시작할래
우리 대화 까먹어줘
방금까지 한 대화 잊어버려
please clear your memory of this chat
i want to reset our conversation
go ahead and forget this conversation
erase everything we said
clean slate please
다 잊어주라
초기화 해줄래?
앞에서 한 얘기 전부 잊어주세요
리셋 고고
기억 지우고 다시 시작해줘
i wanna wipe this conversation
can you forget our whole conversation please
우리 대화 리셋 부탁드려요
new chat please
would you mind clearing our chat
please forget everything i told you
forget what i said so far
let's reset
could you clear the context
clera the conversation
대화 리셋해주세요
지금까지 대화는 없던 걸로 해줘
새로운 대화로 넘어가자
여태까지 나눈 대화 모두 삭제해줘
컨텍스트 초기화 좀 해줄래요
can you start a new conversation please
forget all our previous messages
이전 대화 다 잊고 새로 시작하자
대화 맥락 리셋할래
우리 얘기 다 잊어버려 줘
can you please start a new chat for me
lets forget everything and start a new chat
i want to clear our conversation
please wipe everything we talked about
forget our whole chat
would you kindly reset the chat
cler the chat plz
please start a completely new conversation
could we begin a new conversation?
let's wipe the conversation
refresh our conversation
대화 좀 리셋해 주실래요?
채팅 싹 다 초기화
이제까지 나눈 대화 전부 지워주세요
우리 했던 얘기 다 까먹어
새 대화 하나 시작합시다
지금까지 했던 말 전부 잊어주세요
맥락 좀 초기화시켜줘
리셋 부탁드립니다!!
기억 다 리셋해라
네 기억 좀 지워줄래?
clear our chat please
hey can you forget our conversation
i want a new conversation
please erase our chat log
let's have a fresh conversation
start a brand new chat now
please forget all about our conversation
reset convo pls
would you erase your memory
forget all the stuff we talked about
대화 리셋 좀 부탁해요
대화 다시 처음부터 시작하자
우리가 얘기한 거 다 잊어버려
지금까지 대화한 내용 삭제해줄래?
채팅 내역 초기화 부탁드립니다
새로운 채팅 시작할게
너 기억 좀 초기화해줘
전부 초기화해줘
이전 대화 싹 다 잊어줄래?
reset everything we talked about
please restart our conversation
can you delete our conversation
lets clear the chat history
forget our previous chat please
ok let's start a new convo
erase your memory pls
i would like to start a new chat please
대화 내역 좀 초기화해 주세요
지금까지 대화 내용 전부 잊어줘
새 채팅 시작해 주세요
우리 대화 다 없애줘
채팅 초기화해줄 수 있어?
기억을 전부 초기화해주세요
대화 새로 시작할래요
맥락 다 지우고 새 대화 시작하자
wipe our chat history please
let's start a brand new conversation
forget our last conversation
can you reset your memory
please forget everything we have discussed
reset the conversaton
대화 초기화해 주실래요
지금까지 나눈 얘기 전부 잊어
우리 채팅 기록 다 지워줄 수 있어?
새 대화로 시작할래
리셋 한번 해줘
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
is the bot up right now
could you show me your status
status check please
are you working ok?
whats your current status
리브라 지금 상태 어때
봇 상태 좀 보여줘
너 지금 작동해?
지금 잘 돌아가고 있어?
you still alive libra?
hey bot are you online
check your status pls
r u working
how is the service doing
is libra down?
작동 상태 알려줘
리브라 온라인이야?
현재 상태 보여주세요
봇 죽었어?
서비스 정상이야?
how many msgs do i have left today
오늘 질문 몇 번 더 할 수 있어?
are you up and running
libra status
can you tell me if you're online
상태 체크 부탁
너 먹통이야?
봇 정상 작동 중인가요?
상태 좀 알려줄 수 있어?
how many questions can i ask today?
내 남은 한도 좀 확인해 줄래?
are you online right now libra
which model do you run on
are you functioning properly?
is libra having problems?
hey is the bot down again
what's libra's status
how much usage do i have left
how many messages can i still send
am i close to my limit?
tell me your current status please
can u check if ur online
what llm are you running
나 오늘 질문 몇 개 남았어?
사용량 좀 확인해주세요
리브라 지금 정상 작동해?
봇 상태 체크해 줄래
너 지금 온라인이니
내 한도 얼마나 남았는지 알려줘
무슨 모델 쓰는지 알려줘
봇이 멈췄나요?
남은 토큰 좀 보여줄래요?
hey are you working now
libra are you online
is this bot still alive
show my remaining questions
how many prompts do i have left
what's my quota for today
bot status please
is libra offline right now?
have i used up my quota
what model are you running on
봇 지금 살아있나요?
리브라 서비스 괜찮아?
상태 점검 좀 해줘
남은 질문 횟수 알려주실래요
오늘 몇 번 질문했는지 알려줘
리브라 무슨 모델이야
너 지금 켜져 있어?
제 사용량 확인하고 싶어요
are you online rn?
check the bot status pls
is the bot working right now?
how many questions do i have remaining
show me my current usage
how much of my limit have i used
whats the status of the bot
can i see my quota?
which ai model do you use?
리브라 잘 작동하고 있어?
봇 상태가 어떤지 알려줘
오늘 남은 질문 몇 개야
내 사용량 얼마나 돼?
너 어떤 모델이니
서비스 상태 좀 확인해 주실래요
한도 얼마 남았어요?
are you online atm?
how many messages do i have remaining today
show me the status of the bot
what's the bot's status right now
how much quota have i used
봇 작동하나요?
내 남은 질문 몇 개야?
리브라 현재 상태 확인 부탁
어떤 모델을 사용하고 있나요?
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
please unmute yourself
ok you may speak again
뮤트 해제 부탁드립니다
다시 말해도 괜찮아 리브라
unmute pls
you're allowed to talk again
come back libra you can speak
다시 말해줘도 돼
음소거 해제해 주세요
feel free to talk again
you can stop being silent now
unmute yourself now libra
조용히 그만하고 말해도 돼
뮤트 꺼줘
libra unmute yourself please
you can start talking now
please come back libra
turn off mute
you don't need to be quiet anymore
음소거 그만해
뮤트 해제해 주실래요?
이제 말 해도 괜찮아요
리브라야 이제 그만 일어나
조용히 모드 풀어줘
you can speak now libra
please end the mute
you may start replying again
뮤트 취소
이제 대답해도 괜찮아요
음소거 좀 풀어줄래?
unmute now please
you can reply again libra
please stop the mute
이제 떠들어도 돼
음소거 풀어주세요
뮤트 그만
ok libra you can talk again
이제 다시 얘기해도 돼
뮤트 해제해
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
reply only to me please
can you answer so only i can see it
make your answers private
나한테만 보이게 대답해줘
남들 안 보이게 답해 줄래?
비공개로 답변 부탁드려요
send me the answer privately
i want the answer to be visible only to me
whisper your reply to me
나만 보게 답변해줘
답은 나만 볼 수 있게 해주세요
나만 볼 수 있게 대답 부탁해
please keep your answer private
answer me in private
show the reply to me only
조용히 나한테만 답해줘
저만 볼 수 있게 답변해 주세요
답변 비밀로 해줘
could you reply privately please
please hide your answer from others
answer only me privately pls
make this reply visible only to me
답변은 저한테만 보이게 해주실 수 있나요?
나만 볼 수 있게 답장해줘
이번 답은 비공개로 해줘
다른 사람 못 보게 대답해줘
답 나한테만 보내줘
reply to me in private
make the answer only visible to me
can you send your answer only to me
답변 나만 볼래
나만 볼 수 있게 알려줘
비공개 답변 부탁드려요
please reply privately to me
answer so that only i can see
keep your reply private
저만 보이게 답해주실래요?
답변을 나한테만 보여줘
비공개로 답 부탁해
answer me privately please
show this answer only to me
나한테만 보이게 답변 부탁해
`,
  mute_refused: `
please be quiet
mute yourself
좀 조용히 해라
음소거 해주세요
stop talking
be quiet libra
조용히 좀 하자
뮤트 좀 해줘
could you keep quiet please
keep quiet for 2 days ok?
일주일 동안 조용히 해줄래
quiet please
would you be quiet
조용히 해주시겠어요?
시끄러워 조용히 해
please keep silent
libra please be quiet
can you mute yourself please
이제 조용히 해주라
봇 음소거 부탁드려요
조용히 해 주실 수 있나요
would you please be quiet
뮤트해
리브라 조용히 좀 해줘
could you stay quiet please
음소거 좀
조용히 있어줄래
please stop talking
조용히 좀 있어주세요
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
1800 please be quiet for half an hour
3600 mute yourself for an hour pls
600 could you stay silent for 10 mins?
7200 don't talk for 2 hours
300 shut up for five minutes
5400 be silent for an hour and a half
30 hey libra hush for 30s
900 stop talking for 15 min
30 삼십초만 조용히 해줘
1800 반시간 동안 말하지 마
5400 1시간 반 동안 조용히 해주세요
600 십분만 닥쳐줘
300 리브라 5분간 뮤트
3600 한시간 동안 조용히 있어줄래?
7200 두 시간만 음소거 부탁해
86400 하루 동안 입 다물고 있어
60 go quiet for a minute
10800 i want you to be quiet for three hours
1200 no talking for 20 minutes please
2700 mute for 45 min
45 can u hush for 45 seconds
43200 for the next 12 hours please stay quiet
86400 silence yourself for one day
5400 quiet for 1h30m
1200 20분간 말 걸지 마
180 삼분 동안 아무 말도 하지 말아줘
10800 세시간만 좀 조용히 해주라
1800 30분 뮤트 해줘
15 15초간 쉿
5400 한 시간 반만 조용히 있어
2400 앞으로 40분 동안 답하지 마세요
3600 1시간 음소거 ㄱㄱ
3600 don't say anything for the next hour
1800 could you be quiet for about half an hour please
120 shush for two mins
600 10 minute mute please
14400 i'd like you to stay quiet for 4 hours
90 zip it for 90 seconds
9000 mute 2.5 hours
9000 두시간 반 동안 뮤트해줘
60 딱 1분만 조용
1500 25분 동안만 입 좀 다물어줘
21600 여섯 시간 동안 아무 말 하지 마
300 오분만 쉬고 있어 조용히
1800 조용히 해줘 30분만
10800 3시간동안 대답하지 말아주세요
600 please don't reply for ten minutes
3600 no messages for an hour please
1800 can you stop responding for 30 minutes
300 i need you to be quiet for 5 min
5400 keep silent for 90 minutes
900 mute for a quarter of an hour
10800 shut up for the next three hours
120 zip it for a couple minutes
7200 silent mode for 2 hours
1200 would you mind not talking for 20 minutes
20 20 secs of silence please
5400 an hour and a half of silence pls
3600 한시간만 좀 닥치고 있어
600 10분 동안 대답하지 말아 줄래?
1800 삼십분간 조용히 좀 해주세요
5400 1시간 반만 뮤트 부탁
300 5분만 입 다물고 있어 주세요
1800 30분간 채팅하지 마
14400 네시간 동안 음소거 해줄래
40 40초만 말 걸지 말아줘
86400 오늘 하루 종일 조용히 해
3600 음소거 한 시간만 해줘
1800 반 시간 정도 조용히 있어 줘
600 stay quiet for 10m please
60 shhh for a minute
7200 can you not talk for two hours
1800 quiet down for thirty minutes
3600 mute the channel for 1 hr
300 no replies for 5 mins pls
1800 don't respond for the next half hour
600 10분 동안 말 좀 하지 마
3600 한 시간 정도만 조용히 해줘
900 15분만 조용히 해주실래요
120 2분 동안 뮤트 해주세요
1800 30분간 입 꾹 다물어
5400 한 시간 반 음소거
300 mute urself for 5 minutes
3600 stay silent for the next hour
1800 be quiet 30 mins please
600 could you stop replying for ten minutes?
1200 hush for 20 minutes libra
10800 don't answer for 3 hrs
300 5분 동안 제발 조용히 좀 해
7200 두시간 뮤트해주세요
600 십 분만 말하지 말아주라
3600 1시간만 음소거 해줄 수 있어?
1800 삼십분만 가만히 있어줘
30 30초간 입 다물어줘
900 could you please stay silent for 15 minutes
60 quiet for one minute pls
3600 don't talk to us for an hour
1800 30분만 조용히 부탁해
7200 2시간 동안 대답하지 말아주세요
600 10분간 쉿 해줘
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
how do i reset my router
can you help me with my homework
help me write a cover letter
what can you do about insomnia
what does mute mean in music production
how do i mute someone on discord
can you show me how to use excel
could you list everything in the solar system
start over as a career at 40, good idea?
let's start a new business plan
forget about it, what is the capital of peru
how do i clear my browser history
delete my account on instagram how
what is the status of the james webb telescope
is the server up in minecraft realms
are you alive in the sense humans are?
are you working for openai
be quiet is what kind of sentence
write a poem about being quiet for an hour
please be brief
answer in french only
only answer yes or no
reply to this email for me please
what commands does git have
show me the linux commands
give me a list of python features
tell me how libra people are in love
is libra compatible with gemini
can you talk like a pirate now
you can talk about anything you want
speak again about the roman empire
how long is half an hour in seconds
wait 10 minutes then tell me a joke
sleep for 8 hours or 6?
stop talking about politics and tell me a joke
don't talk to me about diets, give me recipes
unmute button not working in zoom
private school or public school?
how to keep my instagram private
친구가 5분 동안 말을 안 해
조용히 하라는 표지판 문구 써줘
조용한 카페 추천
한 시간 동안 뭐 하면 좋을까
음소거 단축키 뭐야
줌에서 음소거 푸는 법
뮤트 뜻
공장 초기화 어떻게 해
대화를 잘 하는 법
새 대화 주제 추천해줘
처음부터 다시 설명해줘
처음부터 다시 써줘
지금까지 대화 요약해줘
방금 한 말 다시 해줘
잊어버린 비밀번호 찾는 법
전 여친 잊는 법 알려줘
살아있는 화석이 뭐야
서버 상태 코드 503이 뭐야
리눅스 서버 상태 확인하는 명령어
디스코드 봇 명령어 만드는 법
너는 뭘 좋아해?
할 수 있는 운동 알려줘
엑셀 사용법 좀 알려주세요
카메라 사용법 알려줘
도움이 되는 책 추천해줘
이 문제 좀 도와줘
영어로 답해줘
짧게 대답해줘
비공개 채널 만드는 법
나만의 레시피 알려줘
답변 좀 길게 해줘
말해도 되는 비밀과 안 되는 비밀
이제 말해줘
상태 좋은 중고차 고르는 법
한시간 반이면 부산 가?
30분 타이머 맞춰줘
일주일 동안 식단 짜줘
can you help me reset my password
what can you do with a degree in history
how does a bot work
how can i use you in a sentence
show all commands in vim
commands of the ten commandments list please
what are you able to do in barcelona in 3 days
start from scratch: a cake recipe
can we start from the basics of algebra?
wipe your memory in men in black scene
erase everything from my hard drive, how
forget all of that and write a haiku
clean slate meaning
is everything working out for taylor swift
hey are you online shopping friendly
is facebook down?
is the server okay with a 15% tip?
status of ukraine war
what's the current status of my order
how is the service industry doing
quiet for 1h30m is how many minutes
go quiet meaning
no talking during exams, write a rule
be quiet in spanish
how to make my dog be quiet for an hour
can you shut up a neighbor legally
stop talking with your mouth full, in german
when will you be able to talk again after surgery
you can speak english, right?
talk to me
start talking about the french revolution
end the essay with a quote
send me a recipe
whisper models comparison
keep your answer short
answer me like i'm five
make your answers shorter
answer only in json
show the reply in markdown
visible light spectrum explained
새로 시작하는 사람에게 해줄 말
새로 시작하고 싶어 퇴사할까
초기화 뜻이 뭐야
변수 초기화 해줘
리셋 증후군이 뭐야
대화 기록 백업하는 법
기억을 지우는 영화 추천
다 잊고 여행 가고 싶어
앞에서 한 얘기 정리해줘
봇 상태 메시지 바꾸는 코드
작동 원리 알려줘
지금 상태로 합격할 수 있을까
너 괜찮아?
온라인 강의 추천해줘
서비스 정상화 언제 돼?
아무 말이나 해줘
아무 말도 하지 않는 친구
20분간 할 수 있는 스트레칭
30분 동안 조용히 책 읽는 법
조용히 해달라고 정중하게 말하는 법
답하지 않는 상대 대처법
그만 말하라고 영어로
말하지 마세요를 일본어로 번역해줘
이제 조용히 살고 싶어
뮤트 풀어달라고 영어로
마이크 음소거 해제가 안 돼요
다시 말해 줘
말해도 안 듣는 아이
나만 보게 하는 법
나만 안 되나요
다른 사람한테 안 보이게 스토리 올리는 법
비밀로 해줘라는 말 영어로
비밀 하나 알려줘
답은 뭐야
무슨 기능이 있는 노트북이 좋아?
어떻게 사용하나요 이 약은?
이 앱 어떻게 쓰는 거예요?
명령어 프롬프트 여는 법
할 수 있을까?
what commands can i use to restart nginx?
tell me about the features of kotlin
how can you help a grieving friend
is there a help page for steam?
do you have a pen?
do you have any recommendations?
give us a rundown of world war 2
can you explain how to use chopsticks
forget everything and just tell me the answer
i want to clear my skin
please wipe the slate clean in korean
refresh the page automatically in js
how to begin a new conversation with a girl
start a new chat with a stranger, what do i say
are you functioning as a calculator now
is libra having a good week
what's libra's element
how much battery do i have left
how many calories can i still eat
am i close to my due date?
can you check if this code is correct
what llm is best for coding
i need to be quiet for an hour, tips?
i want to be quiet for 10 minutes a day
let me be silent for a moment
i want to reply privately
i need to unmute myself
mute for a quarter note rest
silent mode on iphone won't turn off
turn off silent mode
would you mind not making jokes
would you mind explaining recursion
would you mind showing me an example
20 secs of planks enough?
no messages for an hour, is he mad?
only show me the code
only show the final answer
hide your answer in a spoiler
make this reply more polite
make the text visible only on hover
answer only the second question
pirate reply please
clear the content
clear the contest
forgot everything
forget what he said
list comments
delete everything we wrote
clear your mind meditation script
you should start a podcast about what
리브라 성격 어때
뭐 해줄 수 있는데 이 돈으로?
너한테 뭐 하나 물어볼 수 있어?
기능 소개 문구 써줘
명령어 좀 정리해줘
작동해?
잘 작동하는지 테스트 코드 짜줘
돌아가고 있어?
지금 잘 돌아가고 있는 회사 알려줘
너 정상이야?
멈췄나요?
내 한도 얼마나 되는지 카드사에 묻는 법
무슨 모델 쓰는지 물어보는 메일 써줘
채팅하지 마라고 정중히 말하는 법
5분만 조용히 하지 마
오늘 하루 종일 뭐 했어?
반 시간 정도 걸리는 산책 코스
이제 그만 일어나
이제 말 해도 돼?
답 나한테 보내줘
나만 볼 수 있게 설정하는 법
몰래 알려줘
비밀로 알려줘
나한테만 알려줄래?
우리 말 잊어버리지 않는 법
다 잊고 새로 시작하고 싶어
기억을 지우고 다시 시작하는 영화
네 생각 좀 알려줘
조용히 쉬고 싶어
30분 동안 입 다물고 명상하는 법
give me an overview of the commands in git
what's your favorite feature of python
i'd like to see paris
tell me what libras can do in love
which features do electric cars support
what are you good at
forget all about him, how?
i want a new conversation topic
please erase the background
let's have a conversation
let's have a fresh salad recipe
reset convolution weights in pytorch
is this bot still a good pick in league
have i used up the word correctly
what's my quota if i sell 10 a day
hey are you working on christmas
how many prompts do artists use
are you still there
is everything ok?
can you not use emojis
can we talk for two hours about stars
no replies for 5 days from recruiter, what now
don't respond in english
don't answer the second question
don't write anything in bold
stop writing in passive voice
stop posting on instagram for a week benefits
i should stop talking for 5 minutes a day
time to be quiet and listen, finish the lyric
let's talk again about kant
you can reply in english
speak now by taylor swift
please end the story
answer in private method or public?
make the button only visible to me in css
send the report only to me via gmail script
reply all or reply only?
keep it down meaning
right, reset the counter
ok? what next
봇 기능 구현하는 코드 알려줘
이 봇 코드 리뷰해줘
네가 생각하는 것 좀 말해줘
어떤 거 있어?
쓰는 방법 좀요
전부 초기화하는 코드
전부 지워줘
다시 처음부터 시작하자
대화 잘 이어가는 법
새로운 채팅 앱 시작할게 이름 추천
기억 좀 더 잘하는 법
오늘 질문 있어?
오늘 뭐 했는지 알려줘
무슨 모델이야
켜져 있어?
서비스 괜찮아?
제 몸 상태 확인하고 싶어요
확인하고 싶어요
괜찮아요
이제 괜찮아
이제 그만
그만해
그만해줘
풀어줘
취소해줘
꺼줘
끝내줘
나만 볼래
나만 보여
알려줘
말 좀 해봐
말 하지 마
10분 동안 말하기 연습 주제
15분만 자고 싶다
한 시간 정도만 공부할래
2분 스피치 써주세요
입 꾹 다물어 이모티콘
오늘 하루 조용히 보내는 법
혹시 조용한 곳 알아?
시끄러워
could you tell me how this bot works
how does libra work?
사용법 좀 알려주세요
기능 목록 보여줄래
lets start over
처음부터 다시 시작하자
대화 내용 싹 지워줘
are you alive?
살아있니?
libra u there?
서버 상태 확인해 줄래요?
can you shut up
입 다물어
show all commands
어떻게 사용하나요?
time to start fresh
can we start from scratch?
forget all of that
대화기록 지워줘
새로 시작하고 싶어
is everything working?
너 괜찮아? 서버 살아있어?
hush now
그만 말해
다른 사람한테 안 보이게 해줘
any commands i should know?
how do we use this thing
명령어 좀요
사용설명서 보여줘
할 수 있는 거 다 알려줘
이거 어떻게 쓰는 건지 알려주실 수 있나요?
기능 좀 설명해줘
hey libra, start over please
i'd like you to delete this conversation
처음부터 다시 하자
머릿속 비워줘
is the server okay?
ping
you ok bot?
are you broken
야 살아 있냐
지금 서버 괜찮나요?
shut it libra
말하지 마
`;
