// Runs the program in Node: node node.mjs ARGUMENT...
import { readdirSync, readFileSync, writeFileSync, mkdirSync, rmSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dotnet } from './_framework/dotnet.js';

const list = folder => !existsSync(folder) ? [] : readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile()).map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1)).sort();
const write = (file, content) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
};

const { setModuleImports, runMain } = await dotnet.withApplicationArguments(...process.argv.slice(2)).create();
setModuleImports('host', { list, read: file => readFileSync(file), write, remove: folder => rmSync(folder, { recursive: true, force: true }) });
process.exit(await runMain());
