import { concernsSelfHarm } from '../../../shared/moderation/categories.ts';
import { actionPressesEn, actionsEn, remindersEn } from './en/actions.ts';
import { againEn, againProblemsEn } from './en/again.ts';
import { conversationsEn } from './en/conversations.ts';
import { counted } from './en/counted.ts';
import { documentProblemsEn, documentsEn } from './en/documents.ts';
import { helpEn } from './en/help.ts';
import { memoryEn, memoryProblemsEn } from './en/memory.ts';
import { modelsEn, questionFormEn } from './en/model.ts';
import { moderationEn } from './en/moderation.ts';
import { modelChoiceEn, personasEn } from './en/persona.ts';
import { privacyEn } from './en/privacy.ts';
import { settingsEn, settingsProblemsEn } from './en/settings.ts';
import { statusEn } from './en/status.ts';
import { talkEn, talkProblemsEn } from './en/talk.ts';
import { toolPanelEn } from './en/tool-panel.ts';
import { toolsEn } from './en/tools.ts';
import { underEn, underProblemsEn } from './en/under-answer.ts';
import { voiceEn, voiceErrorsEn, voiceProblemsEn } from './en/voice.ts';
import type { FailureFacts, Texts } from './texts.ts';

function again(facts: FailureFacts, otherwise = 'Please try again in a moment.'): string {
  return facts.retryAtSec === null ? otherwise : `You can try again <t:${facts.retryAtSec}:R>.`;
}

function upTo(limit: number | null, unit: string): string {
  return limit === null ? '' : ` (the limit is ${limit.toLocaleString('en-US')} ${unit})`;
}

function budget({ limit, limitUnit }: FailureFacts): string {
  if (limit === null || limitUnit === null) return '';
  return limitUnit === 'tokens'
    ? upTo(limit, 'tokens')
    : ` (the limit is $${(limit / 1_000_000).toFixed(2)})`;
}

function size(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.floor(bytes / 1024)} KiB` : `${Math.floor(bytes / 1_048_576)} MiB`;
}

export const en: Texts = {
  help: helpEn,
  examples: [
    'Suggest three things I could cook tonight',
    'Explain black holes so that a child understands it',
    'Write a polite email that postpones a meeting',
  ],
  reset: (forgotten) =>
    forgotten === 0
      ? '🧹 There was nothing to forget. We start over now. To erase what is stored: `/privacy erase`'
      : `🧹 Done. I no longer look back at ${forgotten === 1 ? 'the last message' : `the last ${forgotten} messages`}. To erase what is stored: \`/privacy erase\``,
  muted: (until) => `🤫 I'll be quiet here and come back <t:${until}:R>. To wake me up: \`/mute 0\``,
  unmuted: "👋 I'm back.",
  unmutedInMutedChannel: (until) =>
    `👋 This thread is no longer muted, but its channel is: I'm back <t:${until}:R>. To wake me up before that, use \`/mute 0\` in the channel.`,
  stillMuted: (until) => `🤫 I'm muted here. You can ask me again <t:${until}:R>.`,
  buttons: { stop: 'Stop', retry: 'Retry', continue: 'Continue', erase: 'Erase all', keep: 'Keep it' },
  under: underEn,
  firstUse:
    '🔒 I store your questions and my answers so that I can follow our conversation; old ones are deleted automatically. To switch this off: `/privacy remember`. To see or erase it: `/privacy show`, `/privacy erase`.',
  continuePrompt: 'Continue exactly where your last answer was cut off. Do not repeat what you already said.',
  wishes: {
    summarise: {
      instruction: 'Summarise this message in English, in at most five short points.',
      title: 'Summarise',
    },
    translate: {
      instruction:
        'Translate this message into English. Give the translation alone; if it is English already, say so.',
      title: 'Translate',
    },
    explainCode: {
      instruction: 'Explain the code in this message in English, step by step, and point out mistakes in it.',
      title: 'Explain code',
    },
  },
  askModal: {
    title: 'Ask about this message',
    question: 'Your question',
    context: 'The message (shorten it if you like)',
  },
  questionForm: questionFormEn,
  models: modelsEn,
  modelChoice: modelChoiceEn,
  personas: personasEn,
  problems: {
    ...talkProblemsEn,
    ...againProblemsEn,
    ...underProblemsEn,
    ...documentProblemsEn,
    ...settingsProblemsEn,
    ...actionPressesEn,
    ...memoryProblemsEn,
    ...voiceProblemsEn,
    unknown_command: "I don't know that command. `/help` lists all commands.",
    unknown_interaction: "I don't know how to handle that yet. Try `/help`.",
    unknown_button: 'This button no longer works.',
    option_missing: (option) => `\`${option}\` is missing. Please fill it in and send it again.`,
    duration_missing: 'For how long? Give me a duration, like `/mute 30s`.',
    duration_malformed:
      "I didn't understand that duration. Try `30s`, `5 minutes` or `90` (seconds); `0` wakes me up.",
    duration_negative: "A duration can't be less than zero. Try `30s` or `5 minutes`; `0` wakes me up.",
    duration_too_long: (maxHours) => `I can be quiet for at most ${counted(maxHours, 'hour')}.`,
    mute_forbidden: 'Only members with the **Manage Messages** permission can mute me here.',
    mute_unavailable: "I can't save that right now. Please try again in a moment.",
    moderation_forbidden:
      'Only members with **Manage Messages** or **Time out members** can use this, and only in a server.',
    moderation_unreachable: 'This cannot be done right now. Please try again in a moment.',
    moderation_self: 'You cannot block yourself.',
    reset_unavailable: "I can't reset the conversation right now. Please try again in a moment.",
    privacy_unavailable: "I can't reach what is stored right now. Please try again in a moment.",
    export_too_large:
      'What is stored about you does not fit into one file. Please ask the operator of this bot.',
    button_forbidden: 'Only the person who asked, or someone who can manage messages, may press this.',
    message_missing: 'Discord did not send this message along. It may have been deleted.',
    message_without_text: 'There is no text in this message. I cannot read images and other files here.',
    persona_forbidden:
      'Only members with the **Manage Server** permission can change the personas of a server.',
    persona_channel_forbidden:
      'Only members with the **Manage Channels** or **Manage Server** permission can choose for a whole channel.',
    personas_unavailable: "I can't reach the personas right now. Please try again in a moment.",
    choice_unavailable: "I can't save or read your choice right now. Please try again in a moment.",
    upload_missing: 'Discord did not send one of the files along. Please attach it again.',
    model_unknown: (name, near) =>
      `There is no model ${name} here.${near === '' ? '' : ` There is: ${near}`}`,
    file_empty: (file) => `${file} is empty. Please attach it again.`,
    file_too_large: (file, limit) => `${file} is too large. I read up to ${size(limit)} of such a file.`,
    file_mismatch: (file) =>
      `${file} is not the type of file that its name says. Please correct its extension, and attach it again.`,
    file_document: (file) =>
      `${file}: I don't read this kind of document here. Add a PDF or DOCX with \`/docs add\`, or attach the text itself (.txt, .md, .csv) or a picture of it.`,
    file_type: (file) =>
      `${file}: I can't read files of this type. I read PNG, JPEG, WebP and GIF images, text, code, CSV, JSON and Markdown, and recordings as MP3, M4A, WAV, OGG, FLAC, MP4 or WebM.`,
    file_animated: (file) => `${file} is animated. I can only read still images.`,
    already_handled: 'This request was already handled. To do it again, please use the command again.',
    button_expired: 'This button has expired or was already pressed. Please ask again with `/chat`.',
  },
  errors: {
    ...voiceErrorsEn,
    invalid_request: () => 'The request is not valid.',
    prompt_empty: () => 'Your question is empty. Please write something.',
    prompt_too_long: ({ limit }) =>
      `Your question is too long.${limit === null ? '' : ` The limit is ${limit.toLocaleString('en-US')} characters.`}`,
    context_length_exceeded: () =>
      'Our conversation is longer than this model can read. Start over with `/reset`, or ask something shorter.',
    content_filter: () => 'The model provider’s content filter refused this. Please ask in another way.',
    content_blocked: ({ categories, side }) =>
      concernsSelfHarm(categories) ? moderationEn.support : moderationEn.blocked({ categories, side }),
    moderation_unavailable: ({ side }) => moderationEn.unavailable(side),
    moderation_cooldown: ({ retryAtSec }) => moderationEn.coolDown(retryAtSec),
    user_blocked: ({ retryAtSec }) => moderationEn.userBlocked(retryAtSec),
    unsupported_parameter: () =>
      'The request has a setting that this model does not support. Please choose another one with `/model use`.',
    unsupported_value: () =>
      'The request has a value that this model does not support. Please choose another one with `/model use`.',
    invalid_image_url: () => 'The image cannot be read. Try another format, or upload it again.',
    vision_unsupported: ({ model }) =>
      `This AI model can't read images.${model === null ? '' : ` \`${model}\` can.`}`,
    document_unreadable: () => 'The file is damaged, or in a format that cannot be read.',
    document_encrypted: () => 'The file is locked with a password. Please unlock it and add it again.',
    document_page: () =>
      'The page could not be read. Please check the address; pages behind a login cannot be read.',
    document_empty: () => 'There is no text in it. A PDF that has only scanned images cannot be read.',
    document_type: () =>
      'This type cannot be read. Libra reads PDF, DOCX, HTML, Markdown, CSV, text and code.',
    document_duplicate: () => 'A document with the same content is already here under another name.',
    document_limit: ({ limit }) =>
      `There is no room for more documents here${upTo(limit, 'documents')}. Please remove some that are not needed.`,
    document_day_limit: ({ limit }) =>
      `No more documents can be added here today${upTo(limit, 'documents')}. Please try again tomorrow.`,
    document_lost: () => 'It could not be read, even after several attempts. Please add it again.',
    document_busy: () => 'This document is still being read. Please try again when that is done.',
    document_too_large: () => 'The file is too large. Up to 10 MiB can be read.',
    document_unpacks_too_large: () =>
      'The file unpacks to far more than a text document would hold, so it was not read.',
    document_too_long: () => 'It is too long. Up to 400 pages and 1,500,000 characters can be read.',
    document_not_found: () =>
      'There is no such document here. `/docs list` shows the documents that are here.',
    documents_unavailable: (facts) => `Documents are not available right now. ${again(facts)}`,
    attachment_expired: ({ file }) =>
      `The link to ${file ?? 'an attached file'} has expired. Please attach it again with \`/chat\`.`,
    attachment_unreadable: ({ file }) =>
      `${file ?? 'An attached file'} has no text that I can read. I read text in UTF-8, UTF-16 or EUC-KR.`,
    attachment_too_large: ({ file }) => `${file ?? 'An attached file'} is too large to be read.`,
    attachment_unreachable: (facts) =>
      `I couldn't download ${facts.file ?? 'an attached file'} from Discord. ${again(facts)}`,
    request_too_large: () =>
      'This is more than I can handle at once. Please send something shorter, or smaller files.',
    provider_repetitive: () =>
      'The model kept repeating itself, so I ended the answer. Please ask in another way.',
    fact_refused: () =>
      'That looks like a password, a key, or the number of a card or an ID. I do not keep secrets.',
    fact_not_found: () => 'That is no longer there. `/memory list` shows what is.',
    memory_off: () => 'Personal memory is off here. To switch it on: `/memory on`',
    settings_invalid: () => 'These settings are not valid.',
    gate_outdated: () => 'The settings here have just been changed. Please ask again.',
    question_erased: () =>
      'Everything that is stored about you was erased after you asked, so I did not answer. Please ask again if you still need it.',
    settings_conflict: () => 'Somebody else has changed this in the meantime. Please look again.',
    channel_not_allowed: () =>
      "This server's moderators have chosen not to have me answer in this channel. They can change it with `/settings`.",
    persona_invalid: ({ limit }) =>
      `This persona is not valid.${limit === null ? '' : ` The limit is ${limit.toLocaleString('en-US')}.`}`,
    persona_not_found: () =>
      'There is no such persona here. `/persona list` shows the personas that are here.',
    persona_exists: () => 'There is already a persona with this name. Please choose another name.',
    persona_limit: ({ limit }) =>
      `This server has as many personas as it can have${limit === null ? '' : ` (${limit})`}. Please remove one first.`,
    unauthorized: () => 'An internal check failed. Please tell the operator of this bot.',
    key_expired: () => 'This API key has expired.',
    model_not_allowed: () => 'This API key may not use that AI model.',
    endpoint_not_allowed: () => 'This API key may not be used for that.',
    forbidden: () => "You don't have permission to do this.",
    not_found: () => "There's nothing here.",
    model_not_found: () =>
      'The AI model that was asked for is not available here. Please choose another one with `/model use`.',
    nothing_to_continue: () => 'There is nothing left to continue from. Please ask again.',
    method_not_allowed: () => "That kind of request isn't supported.",
    idempotency_in_progress: (facts) => `This question is already being answered. ${again(facts)}`,
    body_too_large: () => 'That is too much at once. Please send less.',
    unsupported_content_type: () => 'The message came in a format that cannot be read. Please ask again.',
    idempotency_mismatch: () => 'The same request came again with different content. Please ask again.',
    rate_limited: (facts) => `That was too many requests. ${again(facts)}`,
    rate_limit_user: (facts) =>
      `You've used all your questions for this minute${upTo(facts.limit, 'a minute')}. ${again(facts)}`,
    rate_limit_tokens: (facts) => `This API key has used up its tokens for this minute. ${again(facts)}`,
    rate_limit_guild: (facts) =>
      `This server has used all its questions for this minute${upTo(facts.limit, 'a minute')}. ${again(facts)}`,
    rate_limit_degraded: (facts) =>
      `Part of the service is down, so limits are stricter for now${upTo(facts.limit, 'a minute')}. ${again(facts)}`,
    budget_user: (facts) => `You've used up your budget for today${budget(facts)}. ${again(facts)}`,
    budget_held: (facts) =>
      `Answers that are still being written have reserved the rest of today's budget. ${again(facts)}`,
    budget_role: (facts) =>
      `You've used up what this server allows your roles for today${budget(facts)}. ${again(facts)}`,
    budget_month: (facts) =>
      `This API key has used up its budget for this month${budget(facts)}. ${again(facts)}`,
    budget_guild: (facts) => `This server has used up its budget for today${budget(facts)}. ${again(facts)}`,
    budget_global: (facts) => `The service has used up its budget for today. ${again(facts)}`,
    internal: (facts) => `Something went wrong on our side. ${again(facts)}`,
    provider_rejected: () =>
      'The AI model refused this request. If asking in another way fails too, please tell the operator.',
    provider_interrupted: (facts) => `The AI model broke off in the middle of its answer. ${again(facts)}`,
    provider_garbled: (facts) => `The AI model sent something unreadable. ${again(facts)}`,
    provider_rate_limited: (facts) => `The AI model is receiving too many requests. ${again(facts)}`,
    provider_unavailable: (facts) => `The AI model can't be reached. ${again(facts)}`,
    body_timeout: () => 'The request did not arrive in time. Please try again.',
    overloaded: () => 'There are too many requests right now. Please try again in a moment.',
    circuit_open: (facts) => `The AI model is failing, so calls are paused for a moment. ${again(facts)}`,
    upstream_unreachable: (facts) => `A part of the service can't be reached. ${again(facts)}`,
    provider_timeout: (facts) => `The AI model didn't start to answer in time. ${again(facts)}`,
    provider_stalled: (facts) => `The AI model stopped in the middle of its answer. ${again(facts)}`,
    deadline_exceeded: (facts) => `The answer took too long, so I stopped. ${again(facts)}`,
  },
  tools: toolsEn,
  actions: actionsEn,
  reminders: remindersEn,
  again: againEn,
  toolPanel: toolPanelEn,
  documents: documentsEn,
  privateAnswer:
    '🔒 Put your question after it, like `/chat` `answer privately: how do I renew my passport?`. Only you will see that answer.',
  waiting: '⏳ This is taking longer than usual. The answer will appear here.',
  moved: '↪️ Who can see answers here has just changed, so this one comes in a new message.',
  notices: {
    cut: '✂️ The answer reached its maximum length.',
    stopped: '⏹️ Stopped.',
    filtered: '🛡️ The model provider’s content filter ended the answer here.',
    not_remembered: "💭 I won't remember this exchange.",
    attached: '📎 The whole answer is in the attached file.',
    no_file: "📎 Discord doesn't let me post a file here. Please try it in a direct message.",
    interrupted: '⚠️ The answer was interrupted.',
    deleted: '🗑️ A message of this answer was deleted, so it ends here.',
    auto_mod: "🛡️ This server's AutoMod blocked the answer. Please ask its moderators.",
    empty: '🤔 The AI model gave an empty answer. Try again, or ask in another way.',
    spent:
      '🤔 The AI model reached the maximum length of an answer while it was still thinking. The same question would most likely end the same way: ask for less at once, or choose another model with `/model use`.',
    too_long: '✂️ The answer was too long, so I stopped it here.',
    erased:
      '🗑️ Everything that is stored about you was erased, so I stopped this answer too. It is not remembered.',
  },
  settings: settingsEn,
  settingsEffects: {
    notHere: (channels) =>
      `This server's moderators have chosen not to have me answer in this channel.${channels.length === 0 ? '' : ` You can ask me in ${channels.map((id) => `<#${id}>`).join(', ')}.`}`,
    notHereForManagers:
      "This server's settings say that I don't answer in this channel. You may change that: open `/settings` here or in any other channel, and change where I answer.",
  },
  moderation: moderationEn,
  status: statusEn,
  privacy: privacyEn,
  conversations: conversationsEn,
  memory: memoryEn,
  voice: voiceEn,
  talk: talkEn,
};
