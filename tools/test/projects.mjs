// The projects of the workspace, read from their own manifests.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Every project: { name, root, tags, targets, testFiles }. Roots are relative to the workspace. */
export function projectsOf(workspace) {
  return manifests(workspace).map((file) => {
    const { nx, name } = JSON.parse(readFileSync(join(workspace, file), 'utf8'));
    const root = dirname(file);
    return { name: nx?.name ?? name, root, tags: nx?.tags ?? [], targets: Object.keys(nx?.targets ?? {}), testFiles: testFilesOf(join(workspace, root)) };
  });
}

const testFilesOf = (folder) =>
  readdirSync(folder, { recursive: true }).filter((name) => /\.(spec\.(tsx?|mjs)|e2e\.ts)$/.test(name) && !/(^|\/)(dist|node_modules)\//.test(name));

/** The workspace patterns of package.json, whose only wildcard is a whole folder name. */
function manifests(workspace) {
  const { workspaces } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8'));
  return workspaces
    .flatMap((pattern) =>
      pattern.endsWith('/*')
        ? (existsSync(join(workspace, pattern.slice(0, -2))) ? readdirSync(join(workspace, pattern.slice(0, -2))) : []).map((name) => `${pattern.slice(0, -1)}${name}`)
        : [pattern],
    )
    .map((folder) => `${folder}/package.json`)
    .filter((file) => existsSync(join(workspace, file)))
    .sort();
}
