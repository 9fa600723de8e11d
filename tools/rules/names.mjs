// Words that name nothing. If no better noun exists, the thing does not.

const emptyWords = new Set(['service', 'manager', 'helper', 'helpers', 'util', 'utils', 'common', 'base', 'impl']);
const emptyFolders = new Set(['utils', 'shared', 'dtos', 'types', 'helpers', 'common']);

/** Names that a tool outside of this repository fixes. */
const fixed = /^(README|CHANGELOG|CONTRIBUTING|LICENSE)|^vite\.config\.ts$|^vite-env\.d\.ts$/;

/** Why a path (relative to its project) is a bad name, or null. */
export function pathProblem(path) {
  const parts = path.split('/');
  const file = parts.pop() ?? '';
  const folder = parts.find((part) => emptyFolders.has(part));
  if (folder) return `the folder ${folder}/ says nothing about what is in it`;
  if (fixed.test(file)) return null;
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*$/.test(file)) return `${file} is not kebab-case`;
  // The last word of each part is the noun: `alert-helper.ts` is a helper, `common-words.ts` are words.
  const word = file.split('.').map((part) => part.split('-').at(-1)).find((noun) => emptyWords.has(noun));
  return word ? `${file}: "${word}" names nothing` : null;
}

/** The field's own terms, in which the word does say something. */
const terms = /ServiceAccount/g;

/** Why a class name is a bad one, or null. */
export function classProblem(name) {
  const word = name.replaceAll(terms, '').split(/(?=[A-Z])/).find((part) => emptyWords.has(part.toLowerCase()));
  return word ? `${name}: "${word}" names nothing` : null;
}
