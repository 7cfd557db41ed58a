/** The object of a live conversation, as the Worker finds it. */
export interface RealtimeLineRpc {
  /** `POST`, body `LineRequest`: an event stream, or `LineAnswer`. */
  fetch(url: string, init: RequestInit): Promise<Response>;
}
