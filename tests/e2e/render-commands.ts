/** docs/commands.md: every command with its picture. Pure. */
import { localise } from '../../dev/discord/page/command/localise.ts';
import type { RegisteredCommand } from '../../dev/discord/protocol.ts';
import { SHOTS } from './picture-table.ts';

export interface Picture {
  /** Its registered name. */
  command: string;
  /** In docs/images/commands/. */
  file: string;
  language: 'ko' | 'en';
  width: 'wide' | 'narrow';
  /** A button: the picture is of what it brings. */
  button?: string;
}

const HEAD = `# Commands

Written by \`npm run pictures\`, which takes the pictures of the stand-in for Discord. What each does with the settings of a place:
[settings](settings.md); the row under an answer: [answer buttons](answer-buttons.md). \`/chat\` also takes wishes in a person's own words
(\`workers/bot/intent/\`).
`;

export function renderCommandsPage(
  commands: readonly RegisteredCommand[],
  pictures: readonly Picture[],
): string {
  const rows = commands.map(
    (command) =>
      `| ${titleOf(command, 'en')} | ${titleOf(command, 'ko')} | ${command.description || (SHOTS[command.name]?.does ?? '')} |`,
  );
  const sections = commands.map((command) => {
    const own = pictures.filter((picture) => picture.command === command.name);
    const images = own.map((picture) => `![${altOf(command, picture)}](images/commands/${picture.file})`);
    return [`## ${titleOf(command, 'en')}`, '', ...images].join('\n');
  });
  return `${HEAD}
| command | in Korean | what it does |
|---|---|---|
${rows.join('\n')}

${sections.join('\n\n')}
`;
}

function titleOf(
  { name, name_localizations: names, type }: RegisteredCommand,
  language: 'ko' | 'en',
): string {
  const title = localise(name, names, language === 'ko' ? 'ko' : 'en-US');
  return type === 1 ? `\`/${title}\`` : `**${title}**`;
}

function altOf({ name }: RegisteredCommand, { language, width, button }: Picture): string {
  return `${name}${button === undefined ? '' : ` and ${button}`}, ${language === 'ko' ? 'in Korean' : 'in English'}${width === 'narrow' ? ', on a phone' : ''}`;
}
