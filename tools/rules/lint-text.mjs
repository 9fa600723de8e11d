// Lints texts as if they stood in the named files, under the real configuration. Reads [{ file, text }] from stdin,
// writes [[{ rule, message }]] to stdout. A process of its own, because jest cannot load an ES module configuration.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const eslint = new ESLint({ cwd: root });
let input = '';
for await (const chunk of process.stdin) input += chunk;
const answers = [];
for (const { file, text } of JSON.parse(input)) {
  const results = await eslint.lintText(text, { filePath: resolve(root, file), warnIgnored: true });
  answers.push(results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ({ rule: ruleId, message }))));
}
console.log(JSON.stringify(answers));
