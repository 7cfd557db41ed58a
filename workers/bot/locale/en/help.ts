import type { HelpTexts } from '../texts/help.ts';
import { counted } from './counted.ts';

export const helpEn: HelpTexts = {
  tour: ({ callsPerMin, server }) => [
    "### Hi, I'm Libra\nAsk me anything, and I answer here in the channel.",
    [
      '**Ask**',
      '`/chat` What you want to know. I remember what we said in this channel, so you can just keep asking. You can add up to three images, recordings or text files, and `thread` opens a thread for the answer.',
      '`/ask` A form for long questions of several lines.',
      '`/talk` Talk with me aloud, in your browser.',
      'You can also say "make a poll about lunch" or "remind me in 20 minutes": a poll is posted once you press a button, and `/reminders` shows and cancels your reminders.',
      '**Apps → Ask Libra, Summarise, Translate, Explain code** on any message; **Transcribe** on a voice message writes down what is said. Only you see the answer.',
    ].join('\n'),
    [
      '**Keep going**',
      'Buttons under an answer stop it, write it again, make it shorter or longer, or give it as a file.',
      '`/history` What I remember of this channel, to look at and to forget in parts.',
      '`/reset` Starts a new conversation.',
      '`/docs` Adds files or web pages that I answer from; **Add to documents** adds a message.',
    ].join('\n'),
    [
      '**Who answers**',
      '`/model` Which AI model answers you.',
      '`/persona` How it answers: tutor, translator, or one made in this server.',
      '`/voice` Also speaks my answers to you; **Listen** under an answer speaks just that one.',
    ].join('\n'),
    [
      '**You and this place**',
      '`/status` How much you can still ask, and when you can ask more.',
      '`/memory` If you agree, I remember what you tell me about yourself: "remember that …", or **Apps → Remember this** on one of your messages.',
      '`/privacy` Shows, downloads or erases what is stored about you, and switches my memory off.',
      '`/settings` Language, model and more: your own settings, and those that apply here.',
      '`/tools` What I may use here, such as a calculator or web pages.',
      '`/mute` Keeps me quiet in this channel: `/mute 5 minutes`; `/mute 0` wakes me up.',
      ...(server?.mayModerate === true ? ['`/moderation` What was blocked, and who may not ask me.'] : []),
      '`/help` This overview.',
    ].join('\n'),
    server === null
      ? `**Here** you can ask ${counted(callsPerMin, 'question')} a minute, and use \`/mute\` as you like.`
      : [
          `**In this server** each person can ask ${counted(callsPerMin, 'question')} a minute, and all together ${counted(server.callsPerMin, 'question')}. What else is set here: \`/settings show\``,
          `Only members with the **Manage Messages** permission may use \`/mute\`. ${server.mayMute ? 'In this channel you have it.' : "In this channel you don't have it."}`,
        ].join('\n'),
    '**In your own words**, `/chat` also understands "reset our chat", "be quiet for 30 seconds", "try again", "use another model", "speak Korean" and "answer privately:" before a question.',
  ],
  tryOne: 'Press one, and I ask it for you:',
};
