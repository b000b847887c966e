import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { writeLabelSelector } from '../src/label-selector.ts';

describe('a label selector', () => {
  it.each([
    ['', ''],
    ['app=web', 'app=web'],
    [' tier in ( b , a ) , app = web ', 'app=web,tier in (a,b)'],
    ['b,!a,c notin (x),d==1,e!=2,f>3,g<4', '!a,b,c notin (x),d==1,e!=2,f>3,g<4'],
    ['app.kubernetes.io/name=web,empty=', 'app.kubernetes.io/name=web,empty='],
  ])('%j is written %j', (text, written) => {
    expect(writeLabelSelector(text)).toBe(written);
  });

  it.each(['a==b=c', 'a=b,', 'in (a)', 'a in b', 'a b', '-a=b', 'a=b c', 'a>b', 'a<-1', 'a=b/c', '/a=b', `${'a'.repeat(64)}=b`, 'a=é', 'a in (b,c'])('%j is none', text => {
    expect(() => writeLabelSelector(text)).toThrow(`error parsing metric query: error parsing label selector from string ${text}: `);
  });

  it('is written the same when it is written again', () => {
    const name = fc.stringMatching(/^[a-z]([a-z0-9.-]{0,8}[a-z0-9])?$/);
    const values = fc.array(name, { minLength: 1, maxLength: 3 }).map(each => `(${each.join(', ')})`);
    const requirement = fc.oneof(name, name.map(key => `!${key}`), fc.tuple(name, fc.constantFrom('=', ' == ', '!='), name).map(parts => parts.join('')), fc.tuple(name, fc.constantFrom(' in ', ' notin '), values).map(parts => parts.join('')));
    fc.assert(fc.property(fc.array(requirement, { minLength: 1, maxLength: 4 }), requirements => {
      const written = writeLabelSelector(requirements.join(' , '));
      expect(writeLabelSelector(written)).toBe(written);
    }));
  });
});
