import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Refusal } from '@vedette/kernel';
import { describeWithData } from '@vedette/testing';
import { splitFrames } from './split-frames';

interface Case {
  readonly name: string;
  readonly expect: string;
  readonly b64: string;
}

describeWithData('the JSON test suite of Nicolas Seriot', 'reports/json-test-suite.ndjson.gz', (file) => {
  const cases: Case[] = gunzipSync(readFileSync(file)).toString().trim().split('\n').map((line) => JSON.parse(line));

  /** Each text as the one member of an event, so that it may be any value. */
  const isAccepted = (text: Buffer): boolean => {
    try {
      return splitFrames(Buffer.concat([Buffer.from('[{"v":'), text, Buffer.from('}]')]), 'application/json').frames.length === 1;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  };

  it('has cases', () => expect(cases.length).toBeGreaterThan(100));

  it.each(cases.filter(({ name }) => /^[yn]_/.test(name)))('$name', ({ name, b64 }) => {
    expect(isAccepted(Buffer.from(b64, 'base64'))).toBe(name.startsWith('y_'));
  });
});
