import { Link } from 'react-router';
import { visibleText } from '../layout/visible-text';
import { entityPath } from './entity-path';
import type { Entity } from './entity-path';

/** An entity by its value; where an event names none there is no page to go to. */
export function EntityLink({ entity, className }: { entity: Entity; className?: string }) {
  const words = <span className="mono">{visibleText(entity.value) || '(none)'}</span>;
  if (entity.kind === 'unknown') return words;
  return (
    <Link to={entityPath(entity)} className={className}>
      {words}
    </Link>
  );
}
