import { describe, expect, it } from '@jest/globals';
import { parseGoDuration } from '@flagger/sdk';
import fc from 'fast-check';
import { gatewayDuration } from '../src/gateway-duration.ts';

describe('a Go duration', () => {
  it.each([
    ['1.5s', '1s500ms'], ['1.25h', '1h15m'], ['1500us', '2ms'], ['1ns', '1ms'], ['0', '0s'], ['0us', '0s'], ['123456s', '34h17m36s'], ['1s1s1s1s1s', '5s'], ['.5m', '30s'],
  ])('%s is said in whole numbers: %s', (text, said) => {
    expect(gatewayDuration(text)).toBe(said);
  });

  it.each(['30s', '0s', '1m30s', '90s', '1h2m3s4ms', '99999h'])('%s stays as it is', text => {
    expect(gatewayDuration(text)).toBe(text);
  });

  it.each(['1d', '', '-1s', '2562047h'])('%s, which the Gateway API can\'t say, is left to the API server to refuse', text => {
    expect(gatewayDuration(text)).toBe(text);
  });

  it('of any length keeps it, up to a millisecond', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e12 }), us => {
      const said = gatewayDuration(`${us}us`);
      expect(said).toMatch(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
      expect(parseGoDuration(said)).toBe(Math.ceil(us / 1000));
    }));
  });
});
