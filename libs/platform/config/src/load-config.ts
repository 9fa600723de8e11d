import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from './config-error';
import type { ConfigFault } from './config-error';
import { dependencyShape, isQuotable } from './marks';
import { rulesAcross } from './rules-across';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a process's whole configuration once, at boot. An empty variable counts as unset; `<NAME>_FILE` names a file
 * that holds the value (a mounted secret).
 * @param schema `z.object({ ...httpConfig, ...databaseConfig })`
 * @throws ConfigError with every fault; secret values are not in it.
 */
export function loadConfig<S extends z.ZodObject>(schema: S, env: Environment = process.env): z.output<S> {
  const faults: ConfigFault[] = [];
  const flat: Record<string, string | undefined> = {};
  const read = (name: string) => (flat[name] = valueOf(name, env, faults));
  const input: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(schema.shape)) {
    const shape = dependencyShape(part);
    input[name] = shape ? Object.fromEntries(Object.keys(shape).map((key) => [key, read(key)])) : read(name);
  }
  const parsed = schema.safeParse(input);
  for (const issue of parsed.error?.issues ?? []) faults.push(faultOf(schema, issue, flat));
  for (const rule of rulesAcross) {
    const fault = rule(flat);
    if (fault) faults.push(fault);
  }
  if (faults.length > 0 || !parsed.success) throw new ConfigError(faults);
  return parsed.data;
}

function valueOf(name: string, env: Environment, faults: ConfigFault[]): string | undefined {
  const value = env[name] || undefined;
  const file = env[`${name}_FILE`] || undefined;
  if (!file) return value;
  if (value) {
    faults.push({ name, reason: `is set, and so is ${name}_FILE: keep one` });
    return value;
  }
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    faults.push({ name: `${name}_FILE`, reason: 'names a file that cannot be read' });
    return undefined;
  }
}

function faultOf(schema: z.ZodObject, issue: z.core.$ZodIssue, flat: Environment): ConfigFault {
  const [first, second] = issue.path.map(String);
  const part = first === undefined ? undefined : schema.shape[first];
  const name = second ?? first ?? 'configuration';
  const value = flat[name];
  if (value === undefined) return { name, reason: 'is not set' };
  const leaf = second === undefined ? part : dependencyShape(part)?.[second];
  return { name, reason: `${issue.message}; it is ${isQuotable(leaf) ? JSON.stringify(value) : 'set, and not shown here'}` };
}
