import { z } from 'zod';
import { isLoopback } from '../loopback';
import { quotable } from '../marks';
import { port, urlOf } from './urls';

// Links in mails, the cookie's name and the Origin check come from here, never from a request's Host header.
const publicUrl = urlOf('https', 'http')
  .refine((text) => {
    if (!URL.canParse(text)) return true;
    const { pathname, search, hash, username, password } = new URL(text);
    return `${pathname}${search}${hash}${username}${password}` === '/';
  }, 'expected an origin, without path, query or credentials')
  .refine(
    (text) => !URL.canParse(text) || new URL(text).protocol !== 'http:' || isLoopback(new URL(text).hostname),
    'http is for loopback only: cookies and keys would travel in clear; use https',
  )
  .transform((text) => new URL(text).origin);

/** PUBLIC_URL is an origin without a trailing slash. */
export const httpConfig = {
  PUBLIC_URL: quotable(publicUrl),
  HOST: quotable(z.string().default('127.0.0.1')),
  PORT: quotable(port.default(4000)),
};
