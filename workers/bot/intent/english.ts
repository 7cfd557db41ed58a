import { type RuleSet, SHARED_PIECES } from './rule.ts';

/**
 * English phrases. Left out on purpose, for the model to answer:
 * - pleas ("help me", "please help"): a person may need a person's kind of answer;
 * - erasure of anything but the conversation with Libra ("delete my data"): a reset starts anew, it does not erase,
 *   which its answer says;
 * - what makes sense as a follow-up to an answer: "start over" (the quiz?), "how do I use this?" (the code?),
 *   "list commands", "clear the history". Asking which commands there are is no such thing.
 */
export const ENGLISH: RuleSet = {
  language: 'en',
  pieces: {
    ...SHARED_PIECES,
    please:
      "[please|pls|plz|just|now|kindly|go ahead and|let's|lets|let us|i want to|i want you to|i wanna|i'd like to|i'd like you to|i would like to|i would like you to|i need you to]",
    could: '(can|could|would|will) (you|u|we) [please|pls|plz|kindly|just]',
    chat: '(chat|conversation|convo|chats|conversations|chat history|conversation history|chat context|conversation context)',
    you: '(you|u|this bot|the bot|libra)',
    answer: '(answer|reply|response|answers|replies)',
    alone:
      '(privately|in private|only to me|just to me|to me only|to me alone|to just me|so only i can see it|so only i see it|so only i can see|so that only i can see it|so that only i can see|so nobody else sees it|so nobody else can see it|where only i can see it)',
    owner: "(your|the bot's|the bot|this bot's|bot|libra|libra's)",
    here: '[here|in here|in this channel|in the channel|in this chat]',
    bot: '[yourself|the bot|this bot|libra|this channel|the channel|this chat|the chat]',
    silence:
      "(be quiet|be silent|stay quiet|stay silent|keep quiet|keep silent|remain quiet|remain silent|go quiet|go silent|shut up|hush|silence yourself|stop talking|stop speaking|stop chatting|stop replying|stop responding|stop answering|don't talk|don't speak|don't reply|don't respond|don't answer|don't say anything|dont talk|dont speak|dont reply|dont respond|dont answer|do not talk|do not speak|do not reply|do not respond|do not answer)",
    whom: '[me|us|to me|to us|anyone|to anyone|questions|messages]',
  },
  forms: {
    word: ['{libra} {phrase} {libra} [?]', '(hey|hi|hello|ok|okay|yo) (libra|@libra) {phrase} [?]'],
    name: ['{hail} {libra} [please|pls|plz] {phrase} {tail} {tail}'],
    command: [
      '{hail} {libra} {please} {phrase} {tail} {tail}',
      '{hail} {libra} {could} {phrase} {tail} {tail} [?]',
    ],
    question: ['{hail} {libra} {phrase} {tail} [?]'],
  },
  rules: [
    {
      intent: 'help',
      form: 'word',
      phrases: [
        '(help|helpp|hlep|hepl|halp)',
        '(commands|command list|commands list|list of commands|all commands|all your commands|available commands|help menu|help page|help command|help commands|bot help|bot commands)',
      ],
    },
    {
      intent: 'help',
      form: 'command',
      phrases: [
        '(show|show me|open|display|see|bring up|pull up|print|view|get|get me|give me) [a|the|your|bot|libra] (help|help menu|help page|help text|help message|help screen|command list|commands list|list of commands|list of your commands|list of all commands|list of all your commands|list of the commands)',
        '(i need|i want|give me|get me) (a|the|your) (help menu|help page|command list|commands list|list of commands|list of your commands|list of all commands)',
        '(show me|tell me|list) what (you can do|this bot can do|libra can do|you are able to do|commands you have)',
        '(show|show me|list|give me|tell me|display|print) [all|all of|all the] {owner} (commands|features|capabilities)',
        '(show me|tell me|explain|explain to me|teach me) how (to use|i use|i can use) {you}',
      ],
    },
    {
      intent: 'help',
      form: 'question',
      phrases: [
        '(what can|wat can|waht can|what all can) {you} do [for me|for us|here]',
        '(what|which) (commands|features) do you (have|support|offer|know|understand)',
        '(what|which) (commands|features) does (this bot|the bot|libra) (have|support|offer|know|understand)',
        '(what|which) commands can i use (here|with you|with this bot|with libra)',
        '(what|which) commands (are there|are available) [here|in here|in this channel]',
        'what can i do with (you|this bot|the bot|libra)',
        'what are you (able to do|capable of)',
        "(what are|what're) {owner} (commands|features|capabilities)",
        '(how do i|how do you|how can i|how to|how do we|how should i|how can we) use {you}',
      ],
    },
    {
      intent: 'reset',
      form: 'name',
      phrases: [
        '(reset|chat reset|conversation reset|context reset)',
        '(new|fresh) (chat|conversation|convo)',
      ],
    },
    {
      intent: 'reset',
      form: 'command',
      phrases: [
        '(reset|restart|clear|clear out|empty|forget|resett|rset|reste) [the|teh|our|my|this|your|current|previous|past|last|earlier|old|the current|the previous|our previous|our past|our last|our earlier|our old|our current|all our|all of our|all previous|this whole|the whole|the entire|our whole|our entire] {chat}',
        '(reset|restart|clear|forget) (our|your) (context|memory|session|history)',
        '(delete|erase|wipe) [all|all of] (our|our whole|our entire) {chat}',
        '(erase|wipe|clear out|empty) your (memory|context)',
        '(clear|delete|erase|wipe) everything (we said|we discussed|we talked about) [so far|until now|here]',
        '(reset|clear) [the|this|current|the current] context',
        '(start|begin|open|create|make|have) [a|the] (new|fresh|another|brand new) (chat|conversation|convo)',
        '(start|begin) (a|the|our|this) (chat|conversation|convo) (over|again|anew|afresh|from scratch|from the beginning)',
        'start over with a (new|clean|fresh|blank) (chat|conversation|context|slate)',
        'forget (everything|all) (we|i) (said|discussed|talked about|told you|have said|have discussed|have talked about|have told you) [so far|before|until now|earlier|here|in this chat|in this conversation]',
        'forget (everything|everything so far|what we talked about|what we discussed|all of our conversation|all our conversations)',
        'reset yourself',
      ],
    },
    {
      intent: 'status',
      form: 'question',
      phrases: [
        '(status|stauts|staus|my usage|my quota|my remaining quota|my remaining calls|my remaining requests)',
        '(bot|libra|your|service) (status|health)',
        '(status|health) check',
        "(what's|what is|how's|how is) {owner} [current] (status|health)",
        "(what's|what is|whats) [my|my current|my remaining|my daily|my token|my usage] (usage|quota|limit|allowance|budget) [today|for today]",
        "(what's|what is|whats) my (usage|quota|limit|allowance|budget|usage limit|rate limit|token limit) [today|for today]",
        'how many (calls|requests|messages|questions|prompts) can i still (ask|ask you|send|send you|make) [today]',
        'how much (have i used|did i use) [today|so far|so far today]',
        'are you (up|online|offline|working|running|up and running)',
        '(which|what) (model|ai model|llm|language model|ai) (are you|are you using|do you use|are you running on|do you run on|are you based on|is this bot using|does this bot use|is libra using|does libra use|is this bot|is libra)',
        "(my|today's|todays) (limits|limit|quotas|token usage|usage today|usage for today|remaining questions|remaining messages|remaining tokens|remaining budget|usage)",
        'usage today',
        'how many more (calls|requests|messages|questions|prompts) (can i ask|can i ask you|can i send|can i send you|can i make) [today]',
        'how much of my (quota|allowance) (do i have left|is left)',
        'how many (calls|requests|messages|questions|prompts|tokens) (do i have left|do i have remaining|have i got left|have i left|are left|are left for me|are remaining) [today|for today|right now|now|this minute]',
        'how much (quota|budget|allowance|usage) (do i have left|do i have remaining|have i got left|have i left|is left) [today|for today]',
        'how many (tokens|calls|requests) (have i used|did i use) [today|so far|so far today]',
        'is (the bot|this bot|libra) (up|down|online|offline|working|running|alive|ok|okay|healthy|up and running|dead)',
      ],
    },
    {
      intent: 'status',
      form: 'command',
      phrases: [
        '(show|check|display|see|view) (status|bot status|service status)',
        '(show|show me|check|tell me|give me|display|see|view) {owner} (status|health)',
        '(show|show me|check|tell me|give me|display|see|view) [me] my [current] (usage|quota|limits|limit|remaining calls|remaining requests|remaining questions|remaining messages|remaining tokens|remaining budget|remaining quota|allowance|usage today|token usage|budget)',
      ],
    },
    {
      intent: 'mute',
      form: 'name',
      phrases: [
        '(mute|mtue|muet|silence) [for] <amount>',
        '<duration> of silence',
        '(quiet|shush|hush|silence) [please|pls|plz|now] for <duration>',
        'no (talking|chatting|replies|replying|messages|answers|answering|speaking) for <duration>',
        '[for] <duration> {silence}',
      ],
    },
    {
      intent: 'mute',
      form: 'command',
      phrases: [
        'mute {bot} [for] <amount>',
        '{silence} {whom} {here} for <duration>',
        '{silence} {here} <duration>',
        // Without a duration: only what nobody says in passing.
        'mute (yourself|the bot|this bot|libra|this channel|the channel|this chat|the chat)',
        '(be quiet|be silent|stay quiet|stay silent|stop talking|stop replying|stop responding) {here}',
      ],
    },
    {
      intent: 'private',
      form: 'command',
      phrases: [
        '(answer|reply|respond|answer me|reply to me|respond to me|answer this|reply to this|answer it|tell me) {alone}',
        '(answer|reply|respond) (only|just) to me',
        '(show|make|send|keep|post|give) [me] [the|your|this|my|that] {answer} [visible|private|shown] {alone}',
        '(keep|make) [the|your|this|my|that] {answer} (private|ephemeral)',
        "(don't|dont|do not) (show|let) [the|your|this] {answer} to (others|anyone else|anybody else|everyone|everyone else|other people|the others)",
        '(private|ephemeral) {answer}',
      ],
    },
    { intent: 'unmute', form: 'name', phrases: ["(unmute|un-mute|un mute|unmuted|you're unmuted)"] },
    {
      intent: 'unmute',
      form: 'command',
      phrases: [
        '(unmute|un-mute) {bot}',
        '(end|cancel|lift|remove|undo|turn off|stop) [the|this|your] mute',
        'stop being (quiet|silent)',
        'stop (muting|the silence|being mute|being muted)',
        '(wake up|come back) [now] (libra|bot)',
        '(libra|bot|리브라|봇) (wake up|come back)',
      ],
    },
    {
      intent: 'unmute',
      form: 'name',
      phrases: [
        'you (can|may) [now] (talk|speak) (again|now)',
        'you (can|may) [now] (reply|respond|answer) again',
        'you can stop being (quiet|silent)',
        '(speak|talk|start talking|start speaking|start replying) again',
      ],
    },
  ],
};
