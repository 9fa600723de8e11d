import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { isInputObjectType, lexicographicSortSchema, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { resolvers } from '../app.module';

let schema: GraphQLSchema;

beforeAll(async () => {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  schema = await app.get(GraphQLSchemaFactory).create(resolvers, { numberScalarMode: 'float' });
  await app.close();
});

/** As with snapshots: `node tools/jest/run.mjs apps/gateway schema.spec -u` writes the file anew. */
const isUpdate = (expect.getState() as { snapshotState?: { _updateSnapshot?: string } }).snapshotState?._updateSnapshot === 'all';

describe('the schema', () => {
  it('is what schema.graphql says, to which the console is written', () => {
    const file = path.resolve(__dirname, '../../schema.graphql');
    const text = `${printSchema(lexicographicSortSchema(schema))}\n`;
    if (isUpdate) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
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
