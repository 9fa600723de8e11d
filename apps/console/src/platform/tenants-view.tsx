import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { ProblemNotice } from '../layout/problem-notice';
import classes from './platform.module.css';
import { TenantTable } from './tenant-table';
import { useTenants } from './use-platform';

const PAUSE_MS = 300;

export function TenantsView() {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('search') ?? '';
  const [typed, setTyped] = useState(wanted);
  useEffect(() => {
    // What is asked follows when the typing pauses.
    const timer = setTimeout(() => typed !== wanted && setSearch(typed ? { search: typed } : {}, { replace: true }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, wanted, setSearch]);
  const tenants = useTenants(wanted);
  const all = tenants.data?.pages.flatMap(({ edges }) => edges.map(({ node }) => node)) ?? [];
  return (
    <>
      <TextInput label="Search" description="A part of the name" type="search" className={classes.search} maxLength={100} value={typed} onChange={({ currentTarget: { value } }) => setTyped(value)} />
      {tenants.isPending && <p className="muted">Loading organisations …</p>}
      {tenants.isError && <ProblemNotice error={tenants.error} retry={() => void tenants.refetch()} />}
      <p role="status" className={all.length === 0 && tenants.data ? `card ${classes.none}` : 'hidden'}>
        {tenants.data && (all.length === 0 ? 'No organisation has this in its name.' : `${all.length} shown`)}
      </p>
      {all.length > 0 && <TenantTable tenants={all} />}
      {tenants.hasNextPage && (
        <div>
          <Button variant="default" loading={tenants.isFetchingNextPage} onClick={() => void tenants.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
