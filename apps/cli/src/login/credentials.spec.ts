import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CredentialFile } from './credentials';

const login = { url: 'https://vedette.example', token: 'vdt_live_x', expiresAt: '2026-12-21T00:00:00.000Z' };
let home: string;
let file: CredentialFile;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'vedette-credentials-'));
  file = new CredentialFile(path.join(home, 'vedette'));
});
const modeOf = (place: string) => statSync(place).mode & 0o777;

describe('the file of credentials', () => {
  it('is for its owner alone, and so is its folder, also where another stood there before', async () => {
    await file.write(login);
    expect([modeOf(file.path), modeOf(path.join(home, 'vedette'))]).toEqual([0o600, 0o700]);
    chmodSync(file.path, 0o644);
    await file.write({ ...login, token: 'vdt_live_y' });
    expect(modeOf(file.path)).toBe(0o600);
    expect(await file.read()).toEqual({ ...login, token: 'vdt_live_y' });
    expect(readdirSync(path.join(home, 'vedette'))).toEqual(['credentials.json']);
  });

  it('is nothing before the first login and after a logout', async () => {
    expect(await file.read()).toBeNull();
    await file.write(login);
    await file.remove();
    expect(await file.read()).toBeNull();
  });

  it.each(['', '[]', '{"url":1}', 'x'.repeat(20_000)])('is refused where it holds %.10s', async (text) => {
    await file.write(login);
    writeFileSync(file.path, text);
    await expect(file.read()).rejects.toThrow('log in again');
  });

  it('leaves nothing behind when it cannot be written', async () => {
    mkdirSync(path.join(home, 'vedette'));
    mkdirSync(file.path);
    await expect(file.write(login)).rejects.toThrow();
    expect(readdirSync(path.join(home, 'vedette'))).toEqual(['credentials.json']);
    expect(() => readFileSync(file.path)).toThrow();
  });
});
