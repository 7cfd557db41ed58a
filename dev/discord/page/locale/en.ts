import type { Texts } from './texts.ts';

export const english: Texts = {
  standIn: 'Stand-in for Discord',
  standInDetail: 'nothing leaves this computer',
  connecting: 'Connecting to the stand-in…',
  reconnecting: 'Connection lost. Reconnecting…',
  noEndpoint: 'No interactions endpoint is registered yet, so commands will not be answered.',
  skipToComposer: 'Skip to the message box',
  channels: 'Channels',
  directMessages: 'Direct messages',
  openChannels: 'Show channels and settings',
  closeChannels: 'Hide channels and settings',
  unread: 'unread',
  moderator: 'Moderator',
  actAs: 'Act as',
  language: 'Language',
  theme: 'Theme',
  themes: { light: 'Light', dark: 'Dark', system: 'As the system' },
  app: 'APP',
  messages: 'Messages',
  channelStart: (name) => `Welcome to #${name}`,
  directStart: (name) => `Your direct messages with ${name}`,
  startHint: 'Type / to see what you can do here.',
  tryThese: 'Try one of these',
  used: 'used',
  thinking: (name) => `${name} is thinking…`,
  edited: '(edited)',
  onlyYou: 'Only you can see this',
  dismiss: 'Dismiss message',
  failed: 'The application did not respond',
  sending: 'Sending command…',
  today: 'Today',
  jumpToNewest: 'Jump to newest',
  spoiler: 'Spoiler, press to show',
  copy: 'Copy',
  copied: 'Copied',
  unknownUser: 'unknown-user',
  unknownChannel: 'unknown',
  unknownRole: 'unknown-role',
  download: 'Download',
  voiceMessage: 'Voice message',
  play: 'Play',
  pause: 'Pause',
  noVoice: 'Your browser cannot play this sound file.',
  pressFailed: 'This interaction failed',
  unreachable: 'The stand-in cannot be reached. Is it still running?',
  refused: (status) => `The stand-in refused this (${status}).`,
  composer: (channel) => `Message ${channel}`,
  placeholder: (channel) => `Message ${channel} · / for commands`,
  send: 'Send',
  commandsTitle: 'Commands',
  choicesTitle: 'Choices',
  optionsTitle: 'Options',
  keysHint: '↑↓ choose · Tab complete · Esc close',
  optional: 'optional',
  required: 'required',
  needsModerator: 'Needs “Manage Messages”',
  notAllowed: 'This command needs the “Manage Messages” permission. Act as a moderator to use it here.',
  slashOnly: (name) => `${name} reads slash commands only, so it would not see this message.`,
  slashOnlyAction: (line) => `Send “${line}”`,
  slashOnlyAgain: '(Enter again)',
  unknownCommand: (name) => `There is no command /${name}. Type / to see them all.`,
  surplus: (text) => `“${text}” belongs to no option of this command.`,
  apps: 'Apps',
  close: 'Close',
  messageMenu: 'Message menu',
  userMenu: (name) => `Menu of ${name}`,
  noMenuCommands: 'No app has a command for this here.',
  removeApp: (name) => `Deauthorize ${name} for my account`,
  appRemoved: {
    told: (name) => `${name} was deauthorized, and has been told.`,
    untold: (name) =>
      `${name} was deauthorized, but did not accept the event. It is sent again for ten minutes.`,
  },
  postPlain: 'Post as an ordinary message',
  choose: 'Make a selection',
  yes: 'Yes',
  cancel: 'Cancel',
  submit: 'Submit',
  modalWarning: (name) => `This form is sent to ${name}. Do not write passwords here.`,
  modalFailed: 'Something went wrong. Try again.',
  removeFile: (name) => `Remove ${name}`,
  fieldProblem(problem) {
    switch (problem.code) {
      case 'required':
        return 'This field is required.';
      case 'too-short':
        return `Write at least ${problem.min} characters (now ${problem.length}).`;
      case 'too-long':
        return `Write at most ${problem.max} characters (now ${problem.length}).`;
      case 'too-few':
        return `Choose at least ${problem.min}.`;
      case 'too-many':
        return `Choose at most ${problem.max}.`;
    }
  },
  files: 'Files',
  attach: (option) => `Choose, drop or paste a file for ${option}`,
  noFileHere: 'No command here takes a file.',
  autocompleteFailed: 'The choices could not be loaded.',
  applyChoice: 'Done',
  pictureElsewhere: 'A picture on another server',
  openThread: 'See thread',
  channelsAndSettings: 'Channels and settings',
  poll: (question) => `Poll: ${question}`,
  pollOne: 'Select one answer',
  pollMany: 'Select one or more answers',
  pollEnds: (votes, time) => `${countOf(votes)} · open until ${time}`,
  pollOver: (votes) => `${countOf(votes)} · Poll closed`,
  pollShare: (votes, percent) => `${countOf(votes)} · ${percent}%`,
  pollOwn: 'Your vote',
  vote: 'Vote',
  removeVote: 'Remove vote',
  showResults: 'Show results',
  backToVote: 'Go back to vote',
  addFile: 'Choose or drop a file',
  problem(option, problem) {
    switch (problem.code) {
      case 'missing':
        return `${option} is still missing.`;
      case 'unknown-choice':
        return `${option} must be one of: ${problem.labels.slice(0, 8).join(', ')}.`;
      case 'not-integer':
        return `${option} must be a whole number.`;
      case 'not-number':
        return `${option} must be a number.`;
      case 'too-small':
        return `${option} must be at least ${problem.min}.`;
      case 'too-large':
        return `${option} must be at most ${problem.max}.`;
      case 'too-short':
        return `${option} needs at least ${problem.min} characters (now ${problem.length}).`;
      case 'too-long':
        return `${option} may have ${problem.max} characters at most (now ${problem.length}).`;
      case 'unsupported':
        return `${option} is of a kind that cannot be filled in on this page.`;
    }
  },
};

function countOf(votes: number): string {
  return votes === 1 ? '1 vote' : `${votes} votes`;
}
