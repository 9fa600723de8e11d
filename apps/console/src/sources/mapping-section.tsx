import { ProblemNotice } from '../layout/problem-notice';
import { MappingBox } from './mapping-box';
import classes from './source.module.css';
import { useMappings } from './use-mapping';
import type { useSourceChange } from './use-source-change';

export function MappingSection({ source, change }: { source: string; change: ReturnType<typeof useSourceChange> }) {
  const mappings = useMappings();
  if (mappings.data) return <MappingBox source={source} mapping={mappings.data.find((mapping) => mapping.source === source) ?? null} change={change} />;
  return (
    <section className={`card ${classes.panel}`} aria-labelledby="mapping">
      <h2 id="mapping">Mapping</h2>
      {mappings.isError ? <ProblemNotice error={mappings.error} retry={() => void mappings.refetch()} /> : <p className="muted">Loading the mapping …</p>}
    </section>
  );
}
