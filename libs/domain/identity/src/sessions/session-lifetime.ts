/** Without a request for this long a session is over. */
export const sessionIdleMs = 60 * 60 * 1000;
/** After this a session is over whatever happened in it. */
export const sessionAbsoluteMs = 24 * 60 * 60 * 1000;
