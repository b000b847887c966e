import { basename } from 'node:path';
import { listExportedNames } from './declarations.ts';
import type { ExportedName } from './declarations.ts';
import type { GeneratedFiles } from './generated-files.ts';
import { textWithoutComments } from './source-file.ts';
import { publicPackages } from './workspace.ts';
import type { Package } from './workspace.ts';

/** The public surface of every public package, from the declarations that the compiler wrote into `dist`. */
export function renderApiReports(): GeneratedFiles {
  return Object.fromEntries(
    publicPackages().map(pkg => [`docs/generated/api/${pkg.json.name.replace(/^@[^/]+\//, '')}.api.md`, renderApiReport(pkg)]),
  );
}

function renderApiReport({ dir, json }: Package): string {
  const names = listExportedNames(`${dir}/dist/index.d.ts`);
  const head = `# ${json.name}\n\nThe public surface: ${names.length} names. Written by \`npm run generate\`; a change here is a change for users.\n`;
  return `${head}\n\`\`\`ts\n${names.map(renderDeclaration).join('\n\n')}\n\`\`\`\n`;
}

function renderDeclaration({ name, file, statements }: ExportedName): string {
  const texts = statements.map(({ start, end }) => textWithoutComments(file, start, end));
  const clean = texts.map(text => text.replace(/^\s*\n/gm, '').replace(/[ \t]+$/gm, '').replace(/^(export )?(default )?(declare )?/, '')).join('\n');
  const declared = clean.includes(name) || name === 'default' ? '' : ` as ${name}`;
  return `// ${basename(file.path, '.d.ts')}${declared}\n${clean}`;
}
