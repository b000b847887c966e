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
  const set = SET_BASED.exec(part);
  if (set !== null) return setTest(set[1] ?? '', set[2] === 'in', (set[3] ?? '').split(',').map(value => value.trim()));
  const equality = EQUALITY.exec(part);
  if (equality !== null) {
    const [, key = '', operator, value = ''] = equality;
    return operator === '!=' ? labels => labels[key] !== value : labels => labels[key] === value;
  }
  const presence = PRESENCE.exec(part);
  if (presence === null) throw badRequest(`unable to parse requirement: ${JSON.stringify(part)} in label selector ${JSON.stringify(selector)}`);
  const [, negated, key = ''] = presence;
  return negated === '!' ? labels => !(key in labels) : labels => key in labels;
}

function setTest(key: string, isIn: boolean, values: readonly string[]): LabelTest {
  return labels => {
    const value = labels[key];
    return value === undefined ? !isIn : values.includes(value) === isIn;
  };
}
