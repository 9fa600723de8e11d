import { Inject, Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { declaredAccess, declaresStepUp } from './access';
import type { Access } from './access';

export interface DeclaredResolver {
  /** `Query.alerts` */
  readonly field: string;
  readonly access: Access;
  /** Asks for a recent proof of who it is. */
  readonly stepUp: boolean;
}

/** Which access each root field declares, found by walking the classes that Nest holds. */
@Injectable()
export class DeclaredResolvers implements OnApplicationBootstrap {
  private readonly byField = new Map<string, Access>();
  private readonly steppedUp = new Set<string>();

  constructor(
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(GraphQLSchemaHost) private readonly host: GraphQLSchemaHost,
  ) {}

  /** @throws Error for a field of Query, Mutation or Subscription without `@Requires` or `@Public` */
  onApplicationBootstrap(): void {
    this.read();
    const { schema } = this.host;
    for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
      for (const name of Object.keys(root?.getFields() ?? {})) this.accessOf(`${root?.name}.${name}`);
    }
  }

  accessOf(field: string): Access {
    const access = this.byField.get(field);
    if (!access) throw new Error(`${field} declares no access: put @Requires('…'), @SignedIn() or @Public() on its resolver`);
    return access;
  }

  list(): readonly DeclaredResolver[] {
    return [...this.byField].map(([field, access]) => ({ field, access, stepUp: this.steppedUp.has(field) }));
  }

  private read(): void {
    for (const nestModule of this.modules.values()) {
      for (const { metatype } of nestModule.providers.values()) {
        if (typeof metatype === 'function' && metatype.prototype) this.readClass(metatype.prototype as object);
      }
    }
  }

  private readClass(prototype: object): void {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value !== 'function' || name === 'constructor') continue;
      const root: unknown = Reflect.getMetadata('graphql:resolver_type', value);
      if (root !== 'Query' && root !== 'Mutation' && root !== 'Subscription') continue;
      const field: unknown = Reflect.getMetadata('graphql:resolver_name', value) ?? name;
      const access = declaredAccess(value);
      if (access) this.byField.set(`${root}.${String(field)}`, access);
      if (declaresStepUp(value)) this.steppedUp.add(`${root}.${String(field)}`);
    }
  }
}
