/** Why the text of a file cannot be had: error codes. */
export type ParseFault =
  | 'document_unreadable'
  | 'document_encrypted'
  | 'document_empty'
  | 'document_type'
  | 'document_too_large'
  | 'document_unpacks_too_large'
  | 'document_too_long';
