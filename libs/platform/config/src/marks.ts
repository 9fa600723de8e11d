import { z } from 'zod';

const shown = new WeakSet<z.ZodType>();
const dependencies = new WeakMap<z.ZodType, z.ZodRawShape>();

/** A value that an error may quote. Everything else counts as a secret: forgetting this mark hides too much, not too little. */
export function quotable<T extends z.ZodType>(schema: T): T {
  shown.add(schema);
  return schema;
}

export function isQuotable(schema: unknown): boolean {
  return schema instanceof z.ZodType && shown.has(schema);
}

/** Off, or on with all it needs: half a configuration is an error, never a silent "off". */
export type Dependency<S extends z.ZodRawShape> = { readonly on: false } | ({ readonly on: true } & z.output<z.ZodObject<S>>);

/**
 * An optional outside thing as one key of a config: `{ on: false }` when none of its variables is set.
 * @example z.object({ tracing: optionalDependency({ OTLP_URL: httpUrl }) })
 */
export function optionalDependency<S extends z.ZodRawShape>(shape: S): z.ZodType<Dependency<S>> {
  const settings = z.object(shape);
  const schema = z.record(z.string(), z.unknown()).transform((found, context): Dependency<S> => {
    if (Object.values(found).every((value) => value === undefined)) return { on: false };
    const parsed = settings.safeParse(found);
    if (parsed.success) return { ...parsed.data, on: true };
    for (const issue of parsed.error.issues) context.addIssue({ code: 'custom', message: issue.message, path: issue.path });
    return z.NEVER;
  });
  dependencies.set(schema, shape);
  return schema;
}

export function dependencyShape(schema: unknown): z.ZodRawShape | undefined {
  return schema instanceof z.ZodType ? dependencies.get(schema) : undefined;
}
