import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useNavigationType } from 'react-router';
import classes from './page-heading.module.css';

interface PageHeadingProps {
  readonly title: string;
  /** Beneath the title, one line. */
  readonly lead?: ReactNode;
  /** Takes the focus though no address was walked to: it has come in the place of another page. */
  readonly instead?: boolean;
  /** To the right. */
  readonly children?: ReactNode;
}

/** The page's h1 and the window's title. A page that was walked to takes the focus, so that it is read out. */
export function PageHeading({ title, lead, instead = false, children }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const walked = useNavigationType() === 'PUSH';
  useEffect(() => {
    if (walked || instead) heading.current?.focus({ preventScroll: true });
    // Only once for a page: a title that changes later must not steal the focus.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  useEffect(() => {
    document.title = `${title} · Vedette`;
  }, [title]);
  return (
    <div className={classes.heading}>
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p className="muted">{lead}</p>}
      </div>
      {children && <div className="row">{children}</div>}
    </div>
  );
}
