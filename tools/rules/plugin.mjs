// Our own ESLint rules, as thin as possible over the tables beside this file.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kindOfTags, openDomain, subjectOfTags } from './arrows.mjs';
import { clockDoor, closedDoor, environmentDoor, matches } from './doors.mjs';
import { fileCycle } from './file-cycle.mjs';
import { classProblem, pathProblem } from './names.mjs';

const workspace = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const relativeTo = (base, file) => relative(base, file).split(sep).join('/');
const pathOf = (context) => relativeTo(workspace, context.filename);

/** The project above a file: { root, packageName, tags, entries } (entries: source files its manifest exports). */
const manifests = new Map();
function projectOf(file) {
  for (let folder = dirname(file); folder.startsWith(workspace) && folder !== workspace; folder = dirname(folder)) {
    if (!manifests.has(folder)) manifests.set(folder, readManifest(folder));
    const found = manifests.get(folder);
    if (found) return found;
  }
  return null;
}

function readManifest(folder) {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return null;
  const { name, nx, exports = {} } = JSON.parse(readFileSync(file, 'utf8'));
  return { root: folder, packageName: name, tags: nx?.tags ?? [], entries: Object.values(exports).map((entry) => resolve(folder, entry.source ?? entry)) };
}

/** Calls `check(source, node)` for each static import, re-export, dynamic import and require. */
const onImports = (check) => {
  const declared = (node) => node.source && check(node.source.value, node.source);
  return {
    ImportDeclaration: declared,
    ExportNamedDeclaration: declared,
    ExportAllDeclaration: declared,
    ImportExpression: (node) => node.source.type === 'Literal' && check(node.source.value, node.source),
    TSImportType: (node) => check(node.argument.literal?.value ?? node.source?.value ?? '', node),
    'CallExpression[callee.name="require"][arguments.0.type="Literal"]': (node) => check(node.arguments[0].value, node),
  };
};

const rule = (create) => ({ meta: { type: 'problem', schema: [] }, create });
const report = (context, node, message) => context.report({ node, message });

export const house = {
  meta: { name: 'house' },
  rules: {
    'one-door': rule((context) =>
      onImports((source, node) => {
        const closed = closedDoor(pathOf(context), source);
        if (closed) report(context, node, `"${source}" has one door (${closed.only.join(', ')}): ${closed.instead}.`);
      }),
    ),

    environment: rule((context) => ({
      'MemberExpression[object.name="process"][property.name="env"]'(node) {
        if (!matches(pathOf(context), environmentDoor)) report(context, node, 'The environment is read by @vedette/config only.');
      },
    })),

    clock: rule((context) => {
      const tell = (node) =>
        matches(pathOf(context), clockDoor) || report(context, node, 'Time has one door, kernel/clock: take a Clock, or use dateFrom for a known instant.');
      return {
        'MemberExpression[object.name="Date"][property.name="now"]': tell,
        'NewExpression[callee.name="Date"]': tell,
        'CallExpression[callee.name="Date"]': tell,
      };
    }),

    'no-own-index': rule((context) => {
      const project = projectOf(context.filename);
      return onImports((source, node) => {
        if (!project) return;
        const own = source === project.packageName || source.startsWith(`${project.packageName}/`);
        const target = source.startsWith('.') ? resolve(dirname(context.filename), source) : '';
        const entry = project.entries.some((file) => [target, `${target}.ts`, `${target}/index.ts`].includes(file));
        if (own || (entry && !context.filename.endsWith('index.ts') && !/\.spec\.tsx?$/.test(context.filename)))
          report(context, node, 'A project never imports its own entry point: import the file that defines the name.');
      });
    }),

    'no-barrel': rule((context) => ({
      Program(node) {
        const project = projectOf(context.filename);
        if (/\/index\.tsx?$/.test(context.filename) && project && !project.entries.includes(context.filename))
          report(context, node, 'Only entry points that package.json exports are called index: no barrels inside a project.');
      },
    })),

    reads: rule((context) => {
      const project = projectOf(context.filename);
      if (!project || kindOfTags(project.tags) !== 'domain') return {};
      return onImports((source, node) => {
        const target = resolveProject(source);
        if (!target || kindOfTags(target.tags) !== 'domain' || target.packageName === project.packageName) return;
        if (subjectOfTags(target.tags) !== openDomain && source !== `${target.packageName}/reads`)
          report(context, node, `A domain sees only the reads of another: import ${target.packageName}/reads.`);
      });
    }),

    'no-cycle': rule((context) =>
      onImports((source, node) => {
        const cycle = fileCycle(context.filename, source, node.parent?.importKind === 'type');
        if (cycle) report(context, node, `Import cycle: ${cycle.map((file) => relativeTo(workspace, file)).join(' → ')}.`);
      }),
    ),

    names: rule((context) => ({
      Program(node) {
        const project = projectOf(context.filename);
        const problem = project && pathProblem(relativeTo(project.root, context.filename));
        if (problem) report(context, node, `${problem}.`);
      },
      'ClassDeclaration[id]'(node) {
        const problem = classProblem(node.id.name);
        if (problem) report(context, node.id, `${problem}.`);
      },
    })),
  },
};

/** The project behind `@vedette/<name>`, through the links that npm makes for workspaces. */
function resolveProject(source) {
  const name = /^@vedette\/[^/]+/.exec(source)?.[0];
  if (!name) return null;
  const folder = join(workspace, 'node_modules', name);
  if (!manifests.has(folder)) manifests.set(folder, readManifest(folder));
  return manifests.get(folder);
}
