import type { AlertDetail } from '@vedette/api-client';
import type { ReactNode } from 'react';
import { CopyButton } from '../layout/copy-button';
import classes from './alert.module.css';
import { attackUrl, attackWords } from './attack-url';
import { safeUrl } from './safe-url';

/** Whose rule it is, what it says and what it refers to. */
export function RuleCard({ alert }: { alert: AlertDetail }) {
  const { rule, attack } = alert;
  return (
    <section className={`card ${classes.side}`} aria-labelledby="rule">
      <h2 id="rule">Rule</h2>
      {rule.description && <p>{rule.description}</p>}
      {attack.length > 0 && (
        <>
          <h3>ATT&amp;CK</h3>
          <ul className={classes.tags}>
            {attack.map((tag) => (
              <li key={tag.tag}>
                <Outside href={attackUrl(tag)}>{attackWords(tag)}</Outside>
              </li>
            ))}
          </ul>
        </>
      )}
      <dl className={classes.facts}>
        <Fact name="Author">{rule.author}</Fact>
        <Fact name="Licence">{rule.licence}</Fact>
        <Fact name="Pack">{rule.pack}</Fact>
        <Fact name="Id">
          <code>{rule.id}</code>
        </Fact>
        {rule.falsePositives.length > 0 && <Fact name="Known false positives">{rule.falsePositives.join('; ')}</Fact>}
      </dl>
      {rule.references.length > 0 && (
        <>
          <h3>References</h3>
          <ul className={classes.references}>
            {rule.references.map((reference) => (
              <li key={reference}>
                <Outside href={safeUrl(reference)}>{reference}</Outside>
              </li>
            ))}
          </ul>
        </>
      )}
      {rule.yaml && (
        <details className={classes.original}>
          <summary>Rule text</summary>
          <pre tabIndex={0} aria-label="Rule, YAML">
            {rule.yaml}
          </pre>
          <CopyButton text={rule.yaml}>Copy rule</CopyButton>
        </details>
      )}
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A way out of the console that tells the other side nothing; text alone where the address is not one to follow. */
function Outside({ href, children }: { href: string | null; children: string }) {
  if (!href) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
