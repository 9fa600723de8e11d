import { useEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { linkToken } from './link-token';

/**
 * The token of the letter's link, taken out of the address bar at once: it must not be read over a shoulder, copied with
 * the address, or stay in the browser's history. '' where there is none.
 */
export function useLinkToken(): string {
  const location = useLocation();
  const navigate = useNavigate();
  const { token, shown } = linkToken(location);
  const { pathname } = location;
  useEffect(() => {
    if (shown) void navigate(pathname, { replace: true, state: { token } });
  }, [shown, token, pathname, navigate]);
  return token;
}

export const BROKEN_LINK = 'This link is not whole. Copy all of it from the mail.';
