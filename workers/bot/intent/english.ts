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
    chat: '(chat|conversation|convo|chat history|conversation history|chat context|conversation context)',
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
        '(commands|command list|available commands|help menu|help page|help command|help commands|bot help|bot commands)',
      ],
    },
    {
      intent: 'help',
      form: 'command',
      phrases: [
        '(show|show me|open|display|see|bring up|print|view) [the|your|bot|libra] (help|help menu|help page|help text|help message|help screen|command list|list of commands)',
        '(show|show me|list|give me|tell me|display|print) [all|all of|all the] {owner} (commands|features|capabilities)',
        '(show me|tell me|explain|explain to me) how to use (you|this bot|the bot|libra)',
      ],
    },
    {
      intent: 'help',
      form: 'question',
      phrases: [
        '(what can|what all can) (you|this bot|the bot|libra) do [for me|for us|here]',
        'what (commands|features) do you (have|support|offer|know|understand)',
        '(what|which) commands can i use (here|with you|with this bot|with libra)',
        '(what|which) commands (are there|are available) [here|in here|in this channel]',
        'what can i do with (you|this bot|the bot|libra)',
        'what are you (able to do|capable of)',
        "(what are|what're) {owner} (commands|features|capabilities)",
        '(how do i|how do you|how can i|how to|how do we) use (you|this bot|the bot|libra)',
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
        '(reset|restart|clear|forget|resett|rset) [the|our|my|this|your|current|the current|this whole|the whole|the entire|our whole|our entire] {chat}',
        '(reset|restart|clear|forget) (our|your) (context|memory|session|history)',
        '(delete|erase|wipe) [all|all of] (our|our whole|our entire) {chat}',
        '(erase|wipe) your memory',
        '(clear|delete|erase|wipe) everything (we said|we discussed|we talked about) [so far|until now|here]',
        '(reset|clear) [the|this|current|the current] context',
        '(start|begin|open) [a|the] (new|fresh|another|brand new) (chat|conversation|convo)',
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
        "(what's|what is) (my usage|my quota|my remaining quota|my limit)",
        'how many more (calls|requests|messages|questions|prompts) (can i ask|can i ask you|can i send|can i send you|can i make) [today]',
        'how much of my (quota|allowance) (do i have left|is left)',
        'how many (calls|requests|messages|questions|prompts) (do i have left|do i have remaining|have i got left|are left|are left for me)',
        'how much (quota|budget|allowance) (do i have left|do i have remaining|have i got left|is left)',
        'how many (tokens|calls|requests) (have i used|did i use) [today|so far|so far today]',
        'is (the bot|this bot) (up|down|online|offline|working|ok|okay|healthy)',
      ],
    },
    {
      intent: 'status',
      form: 'command',
      phrases: [
        '(show|check|display|see|view) (status|bot status|service status)',
        '(show|show me|check|tell me|give me|display|see|view) {owner} (status|health)',
        '(show|show me|check|tell me|give me|display|see|view) my (usage|quota|limits|limit|remaining calls|remaining requests|remaining quota|allowance)',
      ],
    },
    {
      intent: 'mute',
      form: 'name',
      phrases: [
        '(mute|mtue|muet|silence) [for] <amount>',
        '<duration> of silence',
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
    { intent: 'unmute', form: 'name', phrases: ["(unmute|un-mute|un mute|unmuted|you're unmuted)"] },
    {
      intent: 'unmute',
      form: 'command',
      phrases: [
        '(unmute|un-mute) {bot}',
        '(end|cancel|lift|remove|undo|turn off|stop) [the|this|your] mute',
        'stop being (quiet|silent)',
        'stop (muting|the silence)',
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
