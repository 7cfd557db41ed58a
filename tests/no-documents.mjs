// What stands in the place of the documents Worker where no test adds a document (without-documents.ts).
import { DurableObject } from 'cloudflare:workers';

export class DocumentReading extends DurableObject {}

export default {
  fetch() {
    console.error('This stack has no documents Worker: start it with `readsDocuments`.');
    return new Response('no documents Worker', { status: 501 });
  },
};
