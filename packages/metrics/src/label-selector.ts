import { queryFailed } from './failures.ts';

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const SET = /^([^\s,=!<>()]+)\s+(in|notin)\s*\(([^()]*)\)$/;
const COMPARISON = /^([^\s,=!<>()]+)\s*(==|!=|=|<|>)\s*([^\s,=!<>()]*)$/;
const PRESENCE = /^(!?)\s*([^\s,=!<>()]+)$/;

/**
 * A label selector as the Kubernetes API writes it: without needless spaces, sorted by keys.
 *
 * @example
 * writeLabelSelector('tier in (b, a), app = web'); // 'app=web,tier in (a,b)'
 * @throws CanaryError QueryFailed
 * @source Kubernetes labels.Parse, Selector.String
 */
export function writeLabelSelector(selector: string): string {
  if (selector.trim() === '') return '';
  // Commas between parentheses part values, not requirements.
  const requirements = selector.split(/,(?![^()]*\))/).map(text => readRequirement(text.trim(), selector));
  return requirements.toSorted((a, b) => Number(a.key > b.key) - Number(a.key < b.key)).map(({ text }) => text).join(',');
}

interface Requirement {
  readonly key: string;
  readonly text: string;
}

function readRequirement(text: string, selector: string): Requirement {
  return readSet(text, selector) ?? readComparison(text, selector) ?? readPresence(text, selector) ?? refuse(selector, `${JSON.stringify(text)} is no requirement such as app=web`);
}

function readSet(text: string, selector: string): Requirement | undefined {
  const [, key, word = '', list = ''] = SET.exec(text) ?? [];
  if (key === undefined) return undefined;
  const values = list.split(',').map(value => checkValue(value.trim(), selector)).toSorted();
  return { key: checkKey(key, selector), text: `${key} ${word} (${values.join(',')})` };
}

function readComparison(text: string, selector: string): Requirement | undefined {
  const [, key, sign = '', value = ''] = COMPARISON.exec(text) ?? [];
  if (key === undefined) return undefined;
  if (/[<>]/.test(sign) && !/^\d+$/.test(value)) return refuse(selector, `for ${sign}, ${JSON.stringify(value)} must be a whole number`);
  return { key: checkKey(key, selector), text: `${key}${sign}${checkValue(value, selector)}` };
}

function readPresence(text: string, selector: string): Requirement | undefined {
  const [, not = '', key] = PRESENCE.exec(text) ?? [];
  return key === undefined ? undefined : { key: checkKey(key, selector), text: `${not}${key}` };
}

function checkKey(key: string, selector: string): string {
  const at = key.indexOf('/');
  const [prefix, name] = at < 0 ? [undefined, key] : [key.slice(0, at), key.slice(at + 1)];
  if (NAME.test(name) && name.length <= 63 && (prefix === undefined || (PREFIX.test(prefix) && prefix.length <= 253))) return key;
  return refuse(selector, `${JSON.stringify(key)} is no key of a label`);
}

function checkValue(value: string, selector: string): string {
  if (value === '' || (NAME.test(value) && value.length <= 63)) return value;
  return refuse(selector, `${JSON.stringify(value)} is no value of a label`);
}

function refuse(selector: string, reason: string): never {
  throw queryFailed(`error parsing metric query: error parsing label selector from string ${selector}: ${reason}`);
}
