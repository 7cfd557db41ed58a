import { SHARED_PIECES } from '../rule.ts';
import type { Pieces } from '../template.ts';

/** Words that the phrases share. */
export const ENGLISH_PIECES: Pieces = {
  ...SHARED_PIECES,
  please:
    "[please|pls|plz|just|now|kindly|go ahead and|let's|lets|let us|let me|i want to|i want you to|i wanna|i'd like to|i'd love to|i'd like you to|i'd love for you to|i would like to|i would like you to|i need you to|it's time to|its time to|time to|why don't you|you should|you need to|you have to|you better|you'd better] [please|pls|plz|just|now|kindly|quickly|go ahead and]",
  bid: "[please|pls|plz|just|now|kindly|go ahead and|let's|lets|let us|i want you to|i'd like you to|i'd love for you to|i would like you to|i need you to|why don't you|you should|you need to|you have to|you better|you'd better] [please|pls|plz|just|now|kindly|quickly|go ahead and]",
  could:
    '(can|could|would|will|do you think|i was wondering if|i wonder if|is there any chance|any chance) (you|u|we|someone|somebody) [can|could|would] [please|pls|plz|kindly|just|possibly|perhaps|maybe|quickly] [go ahead and]',
  chat: '(chat|chats|conversation|conversations|convo|chat log|chat logs|chat session|session with you|dialogue with you|chat history|conversation history|conversation log|chat context|conversation context|conversation so far|chat so far|chat thread|conversation thread)',
  convo:
    '(chat|conversation|convo|chat history|conversation history|chat log|conversation so far|chat so far)',
  you: '(you|u|this bot|the bot|libra)',
  answer: '(answer|reply|response|answers|replies)',
  alone:
    '(privately|privately to me|in private to me|in private|only to me|just to me|to me only|to me alone|to just me|so only i can see it|so only i see it|so only i can see|so that only i can see it|so that only i can see|so nobody else sees it|so nobody else can see it|where only i can see it)',
  mind: "(would|do|wouldn't|will) you mind [please|kindly|just]",
  list: '(help|help menu|help page|help text|help message|help screen|command list|commands list|list of commands|list of your commands|list of all commands|list of all your commands|list of the commands|list of things you can do|list of what you can do|list of your features|list of everything you can do)',
  ability:
    '(everything|what|what all|all the things|all the stuff|things|all|whatever|what kind of things|what sort of things|what kinds of things|what else) (you can do|you could do|this bot can do|the bot can do|libra can do|you are able to do|you are capable of)',
  said: "(everything|all|all that|whatever|anything|all the things|all the stuff|all of what|the things|the stuff|stuff|everything that|all of the things|what) (we|we've|we have) (said|discussed|talked about|spoke about|chatted about|just said|just discussed|just talked about|have said|have discussed|have talked about) [to each other] [so far|before|until now|up to now|till now|earlier|here|in this chat|in this conversation|today|up until now]",
  mine: '(my|my own|my current|my remaining|my daily)',
  owner: "(your|ur|the bot's|the bot|this bot's|this bot|bot|libra|libra's)",
  here: '[here|in here|in this channel|in the channel|in this chat]',
  bot: '[yourself|the bot|this bot|libra|this channel|the channel|this chat|the chat]',
  silence:
    "(shush|shh|shhh|be muted|stay muted|stay mute|shut it|shut your mouth|keep it down|keep your mouth shut|hush up|cease talking|quit talking|say no word|don't say a word|not talk|not speak|not reply|not respond|not answer|not say anything|not message|refrain from talking|refrain from replying|avoid talking|stop messaging|stop sending messages|stop texting|pause your replies|be quieter|stay put and quiet|cool it|take a break from talking|don't utter a word|don't speak up|don't chat|do not chat|do not say anything|do not message|do not post|dont say anything|be quiet|be silent|stay quiet|stay silent|keep quiet|keep silent|remain quiet|remain silent|go quiet|go silent|shut up|hush|silence yourself|quiet down|pipe down|zip it|stop messaging|stop writing|stop posting|say nothing|don't message|don't post|don't write|don't reply to anything|mute yourself|silence please|be mute|hold your tongue|stop talking|stop speaking|stop chatting|stop replying|stop responding|stop answering|don't talk|don't speak|don't reply|don't respond|don't answer|don't say anything|dont talk|dont speak|dont reply|dont respond|dont answer|do not talk|do not speak|do not reply|do not respond|do not answer)",
  silencing:
    '(being quiet|being silent|staying quiet|staying silent|keeping quiet|keeping silent|remaining quiet|remaining silent|going quiet|going silent|shutting up|hushing|silencing yourself|muting yourself|piping down|not talking|not speaking|not replying|not responding|not answering|not saying anything)',
  disturb:
    '(talk|talking|speak|speaking|reply|replying|answer|answering|respond|responding|chat|chatting|interrupt|interrupting|disturb|disturbing|bother|bothering|message|messaging|text|texting|write|writing|post|posting|ping|pinging|spam|spamming) [anything|at all|any more|anymore|here] [me|us|to me|to us|with me|with us|to anyone|to anybody|anyone|in here]',
  whom: '[me|us|to me|to us|anyone|to anyone|questions|messages]',
  redo: '(regenerate|re-generate|redo|re-do|retry|re-try|reanswer|re-answer|reroll|re-roll|rerun)',
  doIt: '(try|try it|try that|try this|try answering|try answering that|do|do it|do that|do this|answer|answer me|answer it|answer that|answer this|answer my question|answer my last question|answer the question|answer the last question|reply|respond|write|write it|write that|write this|write the answer|write your answer|generate|generate it|generate that|generate the answer|generate an answer|have a go|have another go at it|give it a try|give it a go|give it another try|give it another go)',
  anew: '(again|once more|once again|one more time|over again|anew|afresh|another time)',
  yours:
    '[it|that|this|the|your|the last|your last|that last|the previous|your previous|this last] [answer|response|reply|one]',
  answered:
    '[it|that|this|the|your|my|the last|your last|that last|the previous|your previous|my last|this last] [answer|response|reply|one|message]',
  other:
    '(another|a different|one more|a new|an alternative|some other|a fresh|a better|yet another|a second|any other|other|different)',
  redoBy:
    '(try|try it|try that|try this|do it|do that|do this|answer|answer me|answer it|answer that|answer this|reply|respond|write it|write that|generate it|regenerate|regenerate it|regenerate that|regenerate this|regenerate the answer|regenerate your answer|redo|redo it|redo that|redo this|retry|retry it|retry that|rewrite it|rerun|rerun it|rerun that|run it|run that|ask again|answer my question|answer the question|get an answer|give me an answer|give me another answer|give me the answer) [again|once more|one more time] (with|using|on|by|from|via|through)',
  otherModel:
    '(a different|another|some other|the other|an other|different|any other|a better|a stronger|a smarter) [ai|language|llm] (model|llm|ai|ai model)',
  sometimes:
    '[instead|for this|for that|this time|for this one|for this question|for that question|again|next]',
  reply: '(answer|reply|respond|write|talk|speak|chat|communicate|answer questions|answer everything)',
  forever:
    '(from now on|from here on|from here on out|from this point on|from today on|from now onwards|from now onward|from now|going forward|moving forward|in the future|in future|always|all the time|every time|by default|henceforth|only|for the rest of this conversation|for the rest of the conversation|until i say otherwise)',
  youShould:
    "[i want you to|i'd like you to|i would like you to|i need you to|i'd prefer you to|i prefer you to|you should|you must|you have to|let's|lets|let us|just|now|kindly|from now on|from now on please]",
};
