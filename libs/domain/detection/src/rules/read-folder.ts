import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isLicenceFile, isRuleFile, PackBudget, PackFault, type PackFile } from './pack-file';

/** The rules and licences below a folder, in order of their paths. Links are not followed. @throws PackFault */
export async function readFolder(folder: string): Promise<PackFile[]> {
  const budget = new PackBudget();
  const files: PackFile[] = [];
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true }).catch((error: unknown) => {
      throw new PackFault(`${join(folder, below)} cannot be read`, { cause: error });
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      budget.entry(path);
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && (isRuleFile(path) || isLicenceFile(path))) {
        budget.file(path, (await stat(join(folder, path))).size);
        files.push({ path, text: await readFile(join(folder, path), 'utf8') });
      }
    }
  };
  await walk('');
  return files;
}
