/** After this a session is over whatever happened in it. */
export const sessionAbsoluteMs = 24 * 60 * 60 * 1000;
