import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A mapped tenant table for the specs of this lib. */
@Entity('sources')
export class SourceRow {
  @PrimaryColumn('text')
  name: string;

  @Column('text', { nullable: true })
  kind: string | null;
}

/** What no entity may do: write whose row it is. */
@Entity('sources')
export class ThievingRow {
  @PrimaryColumn('text')
  name: string;

  @Column('uuid', { name: 'tenant_id' })
  tenantId: string;
}
