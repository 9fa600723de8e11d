import { gzipSync } from 'node:zlib';
import { cutIntoSegments, MAX_SEGMENT_BYTES, packSegment, unpackSegment } from './segment-body';

describe('the body of a segment', () => {
  it('gives its events back as they were sent', async () => {
    const events = ['{"a":1}', '{"b":"é\\n"}'];
    expect(await unpackSegment(await packSegment(events.map((event) => Buffer.from(event))))).toEqual(events);
  });

  it('is read as it was written by earlier versions', async () => {
    const raw = Buffer.from('{"a":1}\n{"b":2}\n');
    expect(await unpackSegment({ encoding: 'gzip', body: gzipSync(raw), raw_bytes: raw.length })).toEqual(['{"a":1}', '{"b":2}']);
  });

  it('never inflates beyond what was packed', async () => {
    const stored = await packSegment([Buffer.alloc(1_000_000, 0x20)]);
    await expect(unpackSegment({ ...stored, raw_bytes: stored.raw_bytes - 1 })).rejects.toThrow(/larger than/);
  });

  it('is cut at 5,000 events and at 8 MB', () => {
    const small = Array.from({ length: 10_000 }, () => Buffer.from('{}'));
    expect(cutIntoSegments(small).map((run) => run.length)).toEqual([5_000, 5_000]);
    const large = Array.from({ length: 10 }, () => Buffer.alloc(1_048_576));
    expect(cutIntoSegments(large).map((run) => run.length)).toEqual([7, 3]);
    expect(MAX_SEGMENT_BYTES).toBe(8 * 1_048_576);
    expect(cutIntoSegments([])).toEqual([]);
  });
});
