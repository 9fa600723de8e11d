import { setFlagsFromString } from 'node:v8';

/**
 * Bodies and compressors live outside of V8's heap but count against its limit, which V8 keeps a tenth above what lived at
 * the last marking. A post of half a megabyte then starts a marking of the whole heap, several a second, and everybody's
 * requests wait. With room for as much again (some hundred megabytes) one marking comes with every hundred such posts.
 */
export function giveHeapRoom(): void {
  setFlagsFromString('--heap-growing-percent=150');
}
