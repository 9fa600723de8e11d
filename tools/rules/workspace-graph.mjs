// The projects and the arrows between them, read from manifests and imports. A spec's import is not an arrow: what only
// tests need does not tie one project to another.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectsOf } from '../test/projects.mjs';
import { arrowRefusal, kindArrows, kindOfTags } from './arrows.mjs';
import { importsIn } from './imports.mjs';

/** Specs, and what stands in a `testing/` folder for specs to use. */
export const isSpec = (file) => /\.(spec|e2e)\.(tsx?|mjs)$/.test(file) || /(^|\/)testing\//.test(file);

/** Projects with `packageName` and `imports: [{ file, target package, path behind the package, inSpec }]`. */
export function readWorkspace(workspace) {
  return projectsOf(workspace).map((project) => {
    const { name } = JSON.parse(readFileSync(join(workspace, project.root, 'package.json'), 'utf8'));
    return { ...project, packageName: name, imports: importsOf(join(workspace, project.root)) };
  });
}

/** Tag mistakes: every project says exactly one known kind and one subject. */
export function tagProblems(projects) {
  return projects.flatMap(({ name, tags }) => {
    const problems = [];
    for (const prefix of ['type:', 'scope:'])
      if (tags.filter((tag) => tag.startsWith(prefix)).length !== 1) problems.push(`${name} needs exactly one ${prefix}* tag`);
    const kind = kindOfTags(tags);
    if (kind && !(kind in kindArrows)) problems.push(`${name} has the unknown kind ${kind}`);
    if (tags.some((tag) => tag.includes('*'))) problems.push(`${name} has a wildcard tag`);
    return problems;
  });
}

/** Arrows outside of the table, one line each. */
export function arrowProblems(projects) {
  const byPackage = new Map(projects.map((project) => [project.packageName, project]));
  return projects.flatMap((from) =>
    from.imports.flatMap(({ file, target, inSpec }) => {
      const to = byPackage.get(target);
      if (!to) return [`${from.name}: ${file} imports ${target}, which is no project`];
      const refusal = arrowRefusal(from, to, { inSpec });
      return refusal ? [`${file}: ${refusal}`] : [];
    }),
  );
}

/** A cycle of project names, specs left out, or null. */
export function projectCycle(projects) {
  const byPackage = new Map(projects.map((project) => [project.packageName, project]));
  const state = new Map();
  const visit = (project, trail) => {
    if (state.get(project.name) === 'done') return null;
    if (trail.includes(project.name)) return [...trail.slice(trail.indexOf(project.name)), project.name];
    for (const { target, inSpec } of project.imports) {
      const next = byPackage.get(target);
      if (inSpec || !next || next === project) continue;
      const cycle = visit(next, [...trail, project.name]);
      if (cycle) return cycle;
    }
    state.set(project.name, 'done');
    return null;
  };
  for (const project of projects) {
    const cycle = visit(project, []);
    if (cycle) return cycle;
  }
  return null;
}

function importsOf(folder) {
  const files = readdirSync(folder, { recursive: true }).filter(
    (name) => /\.(tsx?|mjs)$/.test(name) && !/(^|\/)(dist|node_modules|rules)\//.test(name),
  );
  return files.flatMap((name) =>
    importsIn(readFileSync(join(folder, name), 'utf8'))
      .map(({ source }) => /^(@vedette\/[^/]+)(\/.*)?$/.exec(source))
      .filter(Boolean)
      .map(([, target, path]) => ({ file: name, target, path, inSpec: isSpec(name) })),
  );
}

