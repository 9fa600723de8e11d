import { z } from 'zod';
import { optionalDependency } from '../marks';
import { urlOf } from './urls';

/**
 * `file:///folder`, or `s3://bucket/prefix?region=…&endpoint=…`. Without keys the S3 client finds its own (instance role).
 */
export const storageConfig = {
  STORAGE_URL: urlOf('file', 's3'),
  storageKeys: optionalDependency({ S3_ACCESS_KEY_ID: z.string(), S3_SECRET_ACCESS_KEY: z.string() }),
};
