/** The components of messages and modals, with Discord's own field names. Types alone: they are used in the browser too. */
export interface MediaView {
  /** `attachment://…` as it was written; absolute in what the page and the API see. */
  url: string;
  /** Of an attachment. */
  attachment_id?: string;
  content_type?: string;
  width?: number;
  height?: number;
}
export interface EmojiView {
  name: string;
}

export interface ButtonView {
  type: 2;
  id?: number;
  /** 1 primary, 2 secondary, 3 success, 4 danger, 5 link. */
  style: number;
  label?: string;
  emoji?: EmojiView;
  custom_id?: string;
  url?: string;
  disabled?: boolean;
}
export interface SelectOptionView {
  label: string;
  value: string;
  description?: string;
  emoji?: EmojiView;
  default?: boolean;
}
interface SelectBase {
  id?: number;
  custom_id: string;
  placeholder?: string;
  min_values: number;
  max_values: number;
  disabled?: boolean;
  /** In modals alone. */
  required?: boolean;
}
export interface StringSelectView extends SelectBase {
  type: 3;
  options: SelectOptionView[];
}
/** 5 users, 6 roles, 7 users and roles, 8 channels. */
export interface EntitySelectView extends SelectBase {
  type: 5 | 6 | 7 | 8;
  channel_types?: number[];
  default_values?: { id: string; type: 'user' | 'role' | 'channel' }[];
}
export type SelectView = StringSelectView | EntitySelectView;
export interface ActionRowView {
  type: 1;
  id?: number;
  components: (ButtonView | SelectView)[];
}

export interface TextDisplayView {
  type: 10;
  id?: number;
  content: string;
}
export interface ThumbnailView {
  type: 11;
  id?: number;
  media: MediaView;
  description?: string;
  spoiler?: boolean;
}
export interface SectionView {
  type: 9;
  id?: number;
  components: TextDisplayView[];
  accessory: ButtonView | ThumbnailView;
}
export interface MediaGalleryView {
  type: 12;
  id?: number;
  items: { media: MediaView; description?: string; spoiler?: boolean }[];
}
export interface FileView {
  type: 13;
  id?: number;
  file: MediaView;
  spoiler?: boolean;
}
export interface SeparatorView {
  type: 14;
  id?: number;
  divider: boolean;
  spacing: 1 | 2;
}
export interface ContainerView {
  type: 17;
  id?: number;
  components: BlockView[];
  accent_color?: number;
  spoiler?: boolean;
}
/** What a container holds. */
export type BlockView =
  | ActionRowView
  | TextDisplayView
  | SectionView
  | MediaGalleryView
  | FileView
  | SeparatorView;
export type MessageComponentView = BlockView | ContainerView;

export interface TextInputView {
  type: 4;
  id?: number;
  custom_id: string;
  /** 1 one line, 2 several. */
  style: 1 | 2;
  value?: string;
  placeholder?: string;
  required: boolean;
  min_length?: number;
  max_length: number;
}
export interface FileUploadView {
  type: 19;
  id?: number;
  custom_id: string;
  min_values: number;
  max_values: number;
  required: boolean;
  /** `image`, `video`, `audio`, or extensions. */
  file_types?: string[];
}
export interface GroupOptionView {
  label: string;
  value: string;
  description?: string;
  default?: boolean;
}
export interface RadioGroupView {
  type: 21;
  id?: number;
  custom_id: string;
  required: boolean;
  options: GroupOptionView[];
}
export interface CheckboxGroupView {
  type: 22;
  id?: number;
  custom_id: string;
  min_values: number;
  max_values: number;
  required: boolean;
  options: GroupOptionView[];
}
export interface CheckboxView {
  type: 23;
  id?: number;
  custom_id: string;
  default?: boolean;
}
export type ModalFieldView =
  | TextInputView
  | SelectView
  | FileUploadView
  | RadioGroupView
  | CheckboxGroupView
  | CheckboxView;
export interface LabelView {
  type: 18;
  id?: number;
  label: string;
  description?: string;
  component: ModalFieldView;
}
export interface ModalView {
  custom_id: string;
  title: string;
  components: (LabelView | TextDisplayView)[];
}
