/** Files that were given to the options of the command being typed. They stand beside the line, not in it. */
import type { UploadView } from '../../surfaces.ts';

/** Discord's type of an option that takes a file. */
export const ATTACHMENT_OPTION = 11;

/** By the option's registered name. */
export type Attached = Readonly<Record<string, UploadView>>;
