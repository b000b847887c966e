import type { ProviderName } from './provider-name.ts';

/** What the template's own words become. */
export interface Filling extends ProviderName {
  /** The version of our packages that the provider is written against, such as `1.0.0`. */
  readonly version: string;
}

/** The template's own name, in each form that it has there. */
const OWN_WORDS = /flagger-provider-my-mesh|my-mesh|my_mesh|MY_MESH|myMesh|MyMesh|mymesh|\^1\.0\.0/g;
/** Inside a package, npm takes no `.gitignore` along, and a second package.json would be one to its tools. */
const RENAMED: Readonly<Record<string, string>> = { _gitignore: '.gitignore', '_package.json': 'package.json' };
/** Marks from which the documentation cuts its snippets. */
const REGION_MARK = /^[ \t]*\/\/ #(end)?region.*\n/gm;

/** A text of the template, about the provider that is created. */
export function fillText(text: string, filling: Filling): string {
  const words = wordsFor(filling);
  return text.replace(REGION_MARK, '').replace(OWN_WORDS, word => words[word] ?? word);
}

/** Where a file of the template goes. */
export function fillPath(path: string, { name }: Filling): string {
  return RENAMED[path] ?? path.replaceAll('my-mesh', name);
}

function wordsFor({ name, packageName, version }: Filling): Readonly<Record<string, string>> {
  const words = name.split('-');
  const pascal = words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return {
    'flagger-provider-my-mesh': packageName,
    'my-mesh': name,
    my_mesh: words.join('_'),
    MY_MESH: words.join('_').toUpperCase(),
    myMesh: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    MyMesh: pascal,
    mymesh: words.join(''),
    '^1.0.0': `^${version}`,
  };
}
