import { newId } from '@vedette/kernel';
import { composeSegments } from './compose-segments';

const batch = (events: number) => ({
  id: newId(),
  post: { source: 'web', frames: Array.from({ length: events }, () => Buffer.from('{}')), rejected: [] },
});
const placesOf = (...events: number[]) => {
  const { segments, answers } = composeSegments(events.map(batch), 1);
  const number = new Map<string, number>(segments.map(({ id }, index) => [id, index]));
  return {
    sizes: segments.map(({ frames }) => frames.length),
    batches: segments.map(({ batchIds }) => batchIds.length),
    places: answers.map((answer) => answer.segments.map(({ id, first, count }) => [number.get(id), first, count])),
  };
};

describe('composing segments', () => {
  it('lays small posts behind one another', () => {
    expect(placesOf(2, 0, 3)).toEqual({ sizes: [5], batches: [2], places: [[[0, 0, 2]], [], [[0, 2, 3]]] });
  });

  it('cuts a large post into several segments', () => {
    expect(placesOf(10_000, 1)).toEqual({
      sizes: [5_000, 5_000, 1],
      batches: [1, 1, 1],
      places: [[[0, 0, 5_000], [1, 0, 5_000]], [[2, 0, 1]]],
    });
  });

  it('makes none of posts without events', () => {
    expect(placesOf(0)).toEqual({ sizes: [], batches: [], places: [[]] });
  });
});
