import { globSync } from 'node:fs';
import { renderApiReports } from './api-report.ts';
import { renderDocuments } from './documents.ts';
import { writeGenerated } from './generated-files.ts';
import { renderPrintedPages } from './printed-pages.ts';
import { renderProjectReferences, SOLUTION } from './project-references.ts';
import { run } from './run.ts';
import { listPackages, ROOT } from './workspace.ts';

const written = [...writeGenerated(renderProjectReferences(listPackages()))];
run('tsc', ['-b', SOLUTION], { output: 'pass' });
for (const generator of globSync('packages/*/generate-*.ts', { cwd: ROOT }).toSorted()) run('node', [generator], { output: 'pass' });
for (const render of [renderApiReports, renderPrintedPages, renderDocuments]) written.push(...writeGenerated(render()));
process.stdout.write(written.length === 0 ? 'nothing to write\n' : `wrote ${written.join('\n      ')}\n`);
