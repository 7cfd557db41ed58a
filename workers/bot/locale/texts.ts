/** Every sentence that Libra itself says. A language is complete or it does not compile. Types alone. */
import type { ModeratedSide } from '../../../shared/contract/error-body.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Category } from '../../../shared/moderation/categories.ts';
import type { ActionPressTexts, ActionTexts, ReminderTexts } from './texts/actions.ts';
import type { AgainProblemTexts, AgainTexts } from './texts/again.ts';
import type { ConversationTexts } from './texts/conversations.ts';
import type { DocumentProblemTexts, DocumentTexts } from './texts/documents.ts';
import type { HelpTexts } from './texts/help.ts';
import type { MemoryProblemTexts, MemoryTexts } from './texts/memory.ts';
import type { ModelTexts, QuestionFormTexts } from './texts/model.ts';
import type { ModerationTexts } from './texts/moderation.ts';
import type { ModelChoiceTexts, PersonaTexts } from './texts/persona.ts';
import type { PrivacyTexts } from './texts/privacy.ts';
import type { SettingsProblemTexts, SettingsTexts } from './texts/settings.ts';
import type { StatusTexts } from './texts/status.ts';
import type { TalkProblemTexts, TalkTexts } from './texts/talk.ts';
import type { ToolPanelTexts } from './texts/tool-panel.ts';
import type { ToolTexts } from './texts/tools.ts';
import type { UnderProblemTexts, UnderTexts } from './texts/under-answer.ts';
import type { VoiceProblemTexts, VoiceTexts } from './texts/voice.ts';

/** What is known about a refusal or a failure. */
export interface FailureFacts {
  /** Unix seconds when trying again makes sense; null when unknown. */
  retryAtSec: number | null;
  /** The size of the limit that refused: calls, characters, or for a budget what `limitUnit` says; null when unknown. */
  limit: number | null;
  limitUnit: 'tokens' | 'micro_usd' | null;
  /** A model that can do it; null when none is known. */
  model: string | null;
  /** What moderation has found; empty when nothing is known. */
  categories: readonly Category[];
  side: ModeratedSide | null;
  /** The file at fault, as it is shown; null when it is not known. */
  file: string | null;
}

/** Of what a server has set. */
export interface SettingsEffectTexts {
  /** `channels`: where Libra answers instead; may be empty. */
  notHere(channels: readonly string[]): string;
  /** To somebody who may change it. */
  notHereForManagers: string;
}

/** What can be wrong before anything is asked of the rest of Libra. The key is the stable code that the user is shown. */
export interface ProblemTexts
  extends UnderProblemTexts,
    SettingsProblemTexts,
    MemoryProblemTexts,
    ActionPressTexts,
    AgainProblemTexts,
    TalkProblemTexts,
    DocumentProblemTexts,
    VoiceProblemTexts {
  unknown_command: string;
  unknown_interaction: string;
  unknown_button: string;
  option_missing: (option: string) => string;
  duration_missing: string;
  duration_malformed: string;
  duration_negative: string;
  duration_too_long: (maxHours: number) => string;
  mute_forbidden: string;
  mute_unavailable: string;
  moderation_forbidden: string;
  moderation_unreachable: string;
  moderation_self: string;
  reset_unavailable: string;
  privacy_unavailable: string;
  export_too_large: string;
  button_forbidden: string;
  button_expired: string;
  /** A message command whose message Discord did not send along. */
  message_missing: string;
  message_without_text: string;
  persona_forbidden: string;
  persona_channel_forbidden: string;
  personas_unavailable: string;
  /** Of a model or a persona. */
  choice_unavailable: string;
  /** A file that was chosen in a form, and did not come along. */
  upload_missing: string;
  /** `near`: names of models, or the empty text. */
  model_unknown: (name: string, near: string) => string;
  file_empty: (file: string) => string;
  file_too_large: (file: string, limitBytes: number) => string;
  file_mismatch: (file: string) => string;
  file_document: (file: string) => string;
  file_type: (file: string) => string;
  file_animated: (file: string) => string;
  /** The same interaction came a second time. */
  already_handled: string;
}

export type ProblemCode = keyof ProblemTexts;

/** A line under an answer. Short: it is to fit below the text of the last message. */
export interface NoticeTexts {
  /** The model reached its longest answer. */
  cut: string;
  stopped: string;
  filtered: string;
  not_remembered: string;
  /** The whole text is attached as a file. */
  attached: string;
  /** Discord takes no file here. */
  no_file: string;
  /** Libra's own isolate died in the middle of the answer. */
  interrupted: string;
  /** Somebody deleted a message of the answer while it was being written. */
  deleted: string;
  /** Discord's AutoMod refused the text. */
  auto_mod: string;
  /** The model said nothing. */
  empty: string;
  /** The model reached its longest answer before it said anything: it has thought all the time. */
  spent: string;
  /** More text came than is kept. */
  too_long: string;
  /** The person had everything erased while the answer was being written. */
  erased: string;
}

/** What a message command asks of the model, and how it is named above the answer. */
interface WishText {
  instruction: string;
  title: string;
}

export interface Texts {
  help: HelpTexts;
  /** Questions that /help offers to ask: the label of a button, and what it asks. */
  examples: readonly string[];
  reset: (forgottenMessages: number) => string;
  muted: (untilSec: number) => string;
  unmuted: string;
  /** A thread is no longer muted by itself, but its channel is. */
  unmutedInMutedChannel: (untilSec: number) => string;
  /** The answer to `/chat` in a muted channel. */
  stillMuted: (untilSec: number) => string;
  buttons: { stop: string; retry: string; continue: string; erase: string; keep: string };
  under: UnderTexts;
  /** One line after the first answer to a person in a server: what is stored, and how to switch it off. */
  firstUse: string;
  /** Sent to the model by the Continue button. */
  continuePrompt: string;
  /** To who wants a private answer, but has not asked anything. */
  privateAnswer: string;
  /** In the place of an answer that has not begun after a while. */
  waiting: string;
  /** True of a message also where the answer comes in another one. */
  moved: string;
  wishes: { summarise: WishText; translate: WishText; explainCode: WishText };
  /** Each at most 45 characters. */
  askModal: { title: string; question: string; context: string };
  questionForm: QuestionFormTexts;
  models: ModelTexts;
  modelChoice: ModelChoiceTexts;
  personas: PersonaTexts;
  problems: ProblemTexts;
  errors: Record<ErrorCode, (facts: FailureFacts) => string>;
  notices: NoticeTexts;
  settings: SettingsTexts;
  settingsEffects: SettingsEffectTexts;
  moderation: ModerationTexts;
  status: StatusTexts;
  privacy: PrivacyTexts;
  tools: ToolTexts;
  actions: ActionTexts;
  reminders: ReminderTexts;
  again: AgainTexts;
  toolPanel: ToolPanelTexts;
  documents: DocumentTexts;
  conversations: ConversationTexts;
  memory: MemoryTexts;
  voice: VoiceTexts;
  talk: TalkTexts;
}
