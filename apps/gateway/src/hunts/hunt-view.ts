import { Inject, Injectable } from '@nestjs/common';
import type { Hunt, HuntHit } from '@vedette/detection';
import type { TenantId, Uuid } from '@vedette/kernel';
import { GlobalIds } from '../graphql/global-id';
import type { HuntHitType, HuntType } from './hunt.types';

/** A hunt of the domain as GraphQL shows it. */
@Injectable()
export class HuntView {
  constructor(@Inject(GlobalIds) private readonly ids: GlobalIds) {}

  of(tenantId: TenantId, hunt: Hunt): HuntType {
    return {
      ...hunt,
      nodeType: 'Hunt',
      hunt,
      id: this.ids.write(tenantId, 'Hunt', hunt.id),
      sources: hunt.sources && [...hunt.sources],
      histogram: [...hunt.histogram],
      entities: [...hunt.entities],
    };
  }

  idOf(tenantId: TenantId, id: unknown): Uuid {
    return this.ids.read(tenantId, 'Hunt', typeof id === 'string' ? id : '');
  }
}

export function huntHitView(hit: HuntHit): HuntHitType {
  return { ...hit, eventId: `${hit.segmentId}/${hit.index}`, matched: [...hit.matched] };
}
