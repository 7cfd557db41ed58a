import { usePage } from './context.ts';
import { describeFailure } from './failure.ts';
import { Icon } from './icons.tsx';

/** What this page is, and whether it is still connected. */
export function Notices() {
  const { session, state, texts, world } = usePage();
  return (
    <header class="notices">
      <button
        type="button"
        class="skip-link"
        onClick={() => document.querySelector<HTMLElement>('.composer textarea')?.focus()}
      >
        {texts.skipToComposer}
      </button>
      <p class="stand-in" data-testid="stand-in-banner">
        <b>{texts.standIn}</b> · {texts.standInDetail}
      </p>
      <div role="status">
        {state.connection === 'lost' && (
          <p class="notice notice-warning" data-testid="connection-lost">
            <Icon name="warning" size={16} /> {texts.reconnecting}
          </p>
        )}
      </div>
      {state.alert !== null && (
        <p class="notice notice-warning" role="alert" data-testid="alert">
          <Icon name="warning" size={16} /> {describeFailure(state.alert, texts)}
          <button
            type="button"
            class="icon-button"
            aria-label={texts.close}
            onClick={() => session.dismissAlert()}
          >
            <Icon name="close" size={16} />
          </button>
        </p>
      )}
      {state.removal !== null && (
        <p class="notice" role="status" data-testid="removal">
          {texts.appRemoved[state.removal](world.application.name)}
          <button
            type="button"
            class="icon-button"
            aria-label={texts.close}
            onClick={() => session.dismissRemoval()}
          >
            <Icon name="close" size={16} />
          </button>
        </p>
      )}
      {world.application.interactionsEndpointUrl === null && (
        <p class="notice notice-warning">
          <Icon name="warning" size={16} /> {texts.noEndpoint}
        </p>
      )}
    </header>
  );
}
