import type { SessionAnswer } from '@vedette/api-client';
import { useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { useEnter } from '../api/viewer';
import { nextPlace } from './next-place';

export type SecondFactorAsked = NonNullable<SessionAnswer['secondFactor']>;

/** What follows a proof of who one is, whatever it was: the page that was asked for, or a second step. */
export function useSignIn() {
  const [asked, setAsked] = useState<SecondFactorAsked | null>(null);
  const [search] = useSearchParams();
  const { state } = useLocation();
  const navigate = useNavigate();
  const enter = useEnter();
  const take = ({ viewer, secondFactor }: SessionAnswer) => {
    if (secondFactor) return setAsked(secondFactor);
    if (!viewer) return;
    enter(viewer);
    // A page that sent its visitor here gets back what it keeps out of the address: a letter's token.
    const next = search.get('next');
    void navigate(nextPlace(next), { replace: true, state: next === null ? null : (state as unknown) });
  };
  return { asked, take, startOver: () => setAsked(null) };
}
