import { ConfigError, loadConfig } from '@vedette/config';
import { detectionConfig } from './config';

const env = {
  DATABASE_APP_URL: 'postgres://vedette_app@127.0.0.1/vedette',
  DATABASE_RELAY_URL: 'postgres://vedette_relay@127.0.0.1/vedette',
  DATABASE_CATALOG_URL: 'postgres://vedette_catalog@127.0.0.1/vedette',
  VEDETTE_CONTEXT_KEY: `detection:${Buffer.alloc(32, 1).toString('base64')}`,
  REDIS_URL: 'redis://127.0.0.1',
  STORAGE_URL: 'file:///tmp/objects',
  LAKE_FOLDER: '/tmp/lake',
};

describe('the configuration of detection', () => {
  it('runs the starter pack unless told otherwise', () => {
    expect(loadConfig(detectionConfig, env).RULE_PACKS).toMatchObject([{ id: 'starter' }, { id: 'correlations' }, { id: 'vedette' }]);
    const packs = loadConfig(detectionConfig, { ...env, RULE_PACKS: 'starter,hq=/srv/sigma.zip' }).RULE_PACKS;
    expect(packs.map(({ id }) => id)).toEqual(['starter', 'hq']);
  });

  it('names what is wrong with a pack', () => {
    expect(() => loadConfig(detectionConfig, { ...env, RULE_PACKS: 'hq=http://example.org/a.zip' })).toThrow(ConfigError);
    expect(() => loadConfig(detectionConfig, { ...env, RULE_PACKS: 'hq=http://example.org/a.zip' })).toThrow(/https only/);
  });
});
