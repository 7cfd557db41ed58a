/** Whether a URL may be handed to a provider as an image. Pure. */
import { isPublicHttpUrl } from '../../../shared/http/public-url.ts';

const DATA_IMAGE = /^data:image\/[\w.+-]{1,40};base64,[A-Za-z0-9+/_-]/;

export function isImageUrl(url: string): boolean {
  return url.startsWith('data:') ? DATA_IMAGE.test(url.slice(0, 200)) : isPublicHttpUrl(url);
}
