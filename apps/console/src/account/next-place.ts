/** Where to go after the log-in: a path of ours alone, whatever a link says. */
export function nextPlace(asked: string | null): string {
  return asked && /^\/(?![/\\])/.test(asked) && !/[\u0000-\u001f]/.test(asked) ? asked : '/';
}
