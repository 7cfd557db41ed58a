/** An origin on this machine: files are downloaded from nowhere but there and Discord's CDN. */
export const LOOPBACK_ORIGIN = {
  pattern: /^http:\/\/127\.0\.0\.1:\d{1,5}$/,
  form: 'an origin on this machine, such as http://127.0.0.1:8787',
};
