import { badRequest } from '../status-errors.ts';

/** Whether labels are selected. */
export type LabelTest = (labels: Readonly<Record<string, string>>) => boolean;

const SET_BASED = /^([\w./-]+)\s+(in|notin)\s*\(([^)]*)\)$/;
const EQUALITY = /^([\w./-]+)\s*(==|=|!=)\s*([\w.-]*)$/;
const PRESENCE = /^(!?)\s*([\w./-]+)$/;

/** Reads a label selector: `a=b,c!=d,e in (f,g),h notin (i),j,!k`. @throws StatusError 400 */
export function parseLabelSelector(selector: string): LabelTest {
  const tests = selector.split(/,(?![^(]*\))/).map(part => part.trim()).filter(part => part !== '').map(part => parseRequirement(part, selector));
  return labels => tests.every(test => test(labels));
}

function parseRequirement(part: string, selector: string): LabelTest {
  const test = parseSet(part) ?? parseEquality(part) ?? parsePresence(part);
  if (test === undefined) throw badRequest(`unable to parse requirement: ${JSON.stringify(part)} in label selector ${JSON.stringify(selector)}`);
  return test;
}

function parseSet(part: string): LabelTest | undefined {
  const [, key, operator, values] = SET_BASED.exec(part) ?? [];
  return key === undefined || values === undefined ? undefined : setTest(key, operator === 'in', values.split(',').map(value => value.trim()));
}

function parseEquality(part: string): LabelTest | undefined {
  const [, key, operator, value] = EQUALITY.exec(part) ?? [];
  if (key === undefined) return undefined;
  return operator === '!=' ? labels => labels[key] !== value : labels => labels[key] === value;
}

function parsePresence(part: string): LabelTest | undefined {
  const [, negated, key] = PRESENCE.exec(part) ?? [];
  if (key === undefined) return undefined;
  return negated === '!' ? labels => !(key in labels) : labels => key in labels;
}

function setTest(key: string, isIn: boolean, values: readonly string[]): LabelTest {
  return labels => {
    const value = labels[key];
    return value === undefined ? !isIn : values.includes(value) === isIn;
  };
}
