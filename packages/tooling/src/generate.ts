import { renderApiReports } from './api-report.ts';
import { renderDocuments } from './documents.ts';
import { writeGenerated } from './generated-files.ts';
import { renderPrintedPages } from './printed-pages.ts';
import { renderProjectReferences, SOLUTION } from './project-references.ts';
import { run } from './run.ts';
import { listPackages } from './workspace.ts';

const written = [...writeGenerated(renderProjectReferences(listPackages()))];
run('tsc', ['-b', SOLUTION], { output: 'pass' });
written.push(...writeGenerated(renderApiReports()), ...writeGenerated(renderPrintedPages()), ...writeGenerated(renderDocuments()));
process.stdout.write(written.length === 0 ? 'nothing to write\n' : `wrote ${written.join('\n      ')}\n`);
