/** What the ids of Libra's own reasoning items begin with. Pure. */
export const REASONING_ID = 'rs_libra';
