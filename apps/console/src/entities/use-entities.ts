import { useQuery } from '@tanstack/react-query';
import { EntityRiskDocument, RiskiestEntitiesDocument } from '@vedette/api-client';
import { api } from '../api/client';
import type { Entity } from './entity-path';

const REFRESH_MS = 60_000;

export function useRiskiest(first: number) {
  return useQuery({
    queryKey: ['riskiest', first],
    queryFn: async ({ signal }) => (await api.request(RiskiestEntitiesDocument, { first }, signal)).riskiestEntities,
    refetchInterval: REFRESH_MS,
  });
}

/** Null for one that no alert was ever opened about. */
export function useEntityRisk({ kind, value }: Entity, enabled = true) {
  return useQuery({
    queryKey: ['entity-risk', kind, value],
    queryFn: async ({ signal }) => (await api.request(EntityRiskDocument, { kind, value }, signal)).entityRisk,
    refetchInterval: REFRESH_MS,
    enabled,
  });
}
