import { previewLinks } from '../markdown/previews.ts';

/** Where Discord would show what a link leads to. Nothing is fetched: the address is all that is known. */
export function LinkPreviews({ content }: { content: string }) {
  return (
    <>
      {previewLinks(content).map(({ href, host, pathname }) => (
        <div class="embed link-preview" key={href} data-testid="link-preview">
          <small>{host}</small>
          <a href={href} target="_blank" rel="noopener noreferrer nofollow">
            {pathname === '/' ? host : pathname}
          </a>
        </div>
      ))}
    </>
  );
}
