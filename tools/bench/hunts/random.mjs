/** The same numbers in every run (mulberry32): two runs of a bench hold the same events. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Pieces of one long text of such characters: a thousand times cheaper than making each. */
export function pieces(random, alphabet) {
  const length = 1 << 20;
  const text = Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  return (count) => {
    const at = Math.floor(random() * (length - count));
    return text.slice(at, at + count);
  };
}

const syllables = 'ka,lo,mi,ren,sto,vel,dar,fin,gu,har,jen,mol,nor,pet,qui,ros,sal,tor,ul,wex,yan,zim,bra,cle,dro,fla'.split(',');

/** So many words that can be said, each of three or four syllables. */
export function vocabulary(random, count) {
  const words = new Set();
  const some = () => syllables[Math.floor(random() * syllables.length)];
  while (words.size < count) words.add(some() + some() + some() + (random() < 0.5 ? some() : ''));
  return [...words];
}

/** One of a list, the first ones more often: as few hosts of an estate send most of its events. */
export function skewed(random, list) {
  return list[Math.floor(random() ** 2 * list.length)];
}
