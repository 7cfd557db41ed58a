/** The tools that only read, as far as they are configured. */
import type { Logger } from '../../../shared/observe/log.ts';
import { calculator } from './calculator/tool.ts';
import type { ChannelReading } from './channel/config.ts';
import { createReadChannel } from './channel/tool.ts';
import { createFetchPage } from './page/tool.ts';
import { roll } from './roll.ts';
import type { SearchConfig } from './search/config.ts';
import { createWebSearch } from './search/tool.ts';
import type { ReadingTool } from './tool.ts';

export interface ReadingToolsDeps {
  config: {
    publicWeb: Fetcher | undefined;
    search: SearchConfig | null;
    channelReading: ChannelReading | null;
  };
  log: Pick<Logger, 'warn'>;
}

export function createReadingTools({ config, log }: ReadingToolsDeps): readonly ReadingTool[] {
  const { search, publicWeb, channelReading } = config;
  const fetchPage = createFetchPage({ web: publicWeb });
  return [
    calculator,
    fetchPage,
    ...(search === null ? [] : [createWebSearch(search, log)]),
    roll,
    ...(channelReading === null ? [] : [createReadChannel(channelReading, log)]),
  ];
}
