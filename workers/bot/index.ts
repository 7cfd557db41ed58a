import { createApp } from './app.ts';

// biome-ignore lint/performance/noBarrelFile: the runtime looks for Durable Object classes among the entry's exports
export { ReplyDelivery } from './delivery/object.ts';
export { PersonErasure } from './privacy/erasure-object.ts';
export { Reminders } from './reminders/object.ts';

export default createApp();
