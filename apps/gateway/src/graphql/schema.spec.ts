import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { buildSchema, isInputObjectType, lexicographicSortSchema, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { resolvers } from '../app.module';

let schema: GraphQLSchema;

beforeAll(async () => {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  schema = await app.get(GraphQLSchemaFactory).create(resolvers, { numberScalarMode: 'float' });
  await app.close();
});

describe('the schema', () => {
  it('is what schema.graphql says, to which the console is written', () => {
    const written = buildSchema(readFileSync(path.resolve(__dirname, '../../schema.graphql'), 'utf8'));
    expect(printSchema(lexicographicSortSchema(schema))).toBe(printSchema(lexicographicSortSchema(written)));
  });

  it('takes a tenant from nobody: no argument and no input names one', () => {
    const names: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (isInputObjectType(type)) names.push(...Object.keys(type.getFields()));
      else if ('getFields' in type) for (const field of Object.values(type.getFields())) if ('args' in field) names.push(...field.args.map(({ name }) => name));
    }
    expect(names.filter((name) => /tenant|organisationId|principal|actor/i.test(name))).toEqual([]);
  });
});
