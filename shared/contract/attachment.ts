/** A file that a person gave with a question, as the bot hands it to the bff. Types alone. */
interface AttachmentFacts {
  /** Discord's id. */
  id: string;
  filename: string;
  /** As Discord declares it; null when it does not. */
  content_type: string | null;
  size_bytes: number;
}

/** The model gets the address; `width` and `height` in pixels, where Discord tells them. */
export interface ImageAttachment extends AttachmentFacts {
  kind: 'image';
  url: string;
  width?: number;
  height?: number;
}

/** The bot has read it. */
export interface TextAttachment extends AttachmentFacts {
  kind: 'text';
  text: string;
}

/** What is said in a recording, as text. */
export interface RecordingAttachment extends AttachmentFacts {
  kind: 'recording';
  text: string;
}

export type Attachment = ImageAttachment | TextAttachment | RecordingAttachment;
