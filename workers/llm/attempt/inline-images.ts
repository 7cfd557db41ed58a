/** One request's images for providers that fetch them themselves, and for those that cannot. */
import type { AdaptationMemory } from '../provider/adaptation-memory.ts';
import type { Failure, RequestFault } from '../provider/failure.ts';
import { isFetchTrouble, withImageData } from '../provider/images.ts';
import type { ProviderRequest } from '../provider/provider.ts';
import type { ImageData } from './image-data.ts';

export interface InlineImages {
  /** As this target takes it. `name`: `provider/model`. */
  prepare(name: string, request: ProviderRequest): Promise<ProviderRequest>;
  /** The target has refused: true when it is to be asked once more, with data. */
  retries(name: string, fault: RequestFault): boolean;
  /** The target has begun to answer: it is remembered if that took data. */
  answered(name: string): void;
  /** Why there is no data, where that is what it failed of. */
  failure(): Failure | undefined;
}

/** `download` is called once at most. */
export function createInlineImages(
  adaptations: AdaptationMemory,
  download: () => Promise<ImageData>,
): InlineImages {
  const asked = new Set<string>();
  let downloaded: Promise<ImageData> | undefined;
  let failure: Failure | undefined;
  const isKnown = (name: string) => adaptations.of(name).some(({ kind }) => kind === 'inline');

  return {
    async prepare(name, request) {
      if (isKnown(name)) asked.add(name);
      if (!asked.has(name)) return request;
      downloaded ??= download();
      const images = await downloaded;
      if (images.ok) return withImageData(request, images.data);
      failure = images.failure;
      return request;
    },
    retries(name, fault) {
      if (asked.has(name) || !isFetchTrouble(fault)) return false;
      asked.add(name);
      return true;
    },
    answered(name) {
      if (asked.has(name) && failure === undefined) adaptations.add(name, { kind: 'inline' });
    },
    failure: () => failure,
  };
}

/** Of a request whose images are its sender's own: nothing is changed. */
export const NO_INLINE_IMAGES: InlineImages = {
  prepare: async (_, request) => request,
  retries: () => false,
  answered: () => undefined,
  failure: () => undefined,
};
