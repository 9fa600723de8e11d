import { InputFault } from '../terminal/input-fault';

/** Where `npm start` listens on a developer's machine. */
export const urlUnlessTold = 'http://127.0.0.1:4000';

/**
 * The origin of an installation, as typed.
 * @throws InputFault for what is no address, and for http elsewhere than on this machine: the token would travel in clear
 */
export function installUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '') {
    throw new InputFault(`${text}: this is no address of an installation; write it as https://vedette.example`);
  }
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && !isHere) throw new InputFault(`${text}: over http the login would travel in clear; write https://`);
  return url.origin;
}
