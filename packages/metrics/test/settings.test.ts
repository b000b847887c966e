import { describe, expect, it } from '@jest/globals';
import { openProvider } from './support/open-provider.ts';

const ADDRESS = 'http://service:8080';

describe('settings that cannot work are told when the template is opened', () => {
  it.each<[string, string | undefined, Record<string, string> | undefined, string]>([
    ['graphite', 'graphite:80', undefined, 'graphite address graphite:80 is not a valid URL'],
    ['graphite', ADDRESS, { password: 'p' }, 'graphite credentials does not contain a username'],
    ['graphite', ADDRESS, { username: 'u' }, 'graphite credentials does not contain a password'],
    ['datadog', ADDRESS, {}, 'datadog credentials does not contain datadog_api_key'],
    ['datadog', ADDRESS, { datadog_api_key: 'k' }, 'datadog credentials does not contain datadog_application_key'],
    ['newrelic', ADDRESS, {}, "newrelic credentials does not contain the key 'newrelic_account_id'"],
    ['newrelic', ADDRESS, { newrelic_account_id: '1' }, "newrelic credentials does not contain the key ''newrelic_query_key"],
    ['dynatrace', undefined, { dynatrace_token: 't' }, 'dynatrace endpoint is not set'],
    ['dynatrace', ADDRESS, {}, 'dynatrace credentials does not contain dynatrace_token'],
    ['influxdb', 'nowhere', undefined, 'influxdb address nowhere is not a valid URL'],
    ['influxdb', ADDRESS, {}, 'influxdb credentials does not contain an authentication token'],
    ['influxdb', ADDRESS, { token: 't' }, 'influxdb credentials does not contain an organisation'],
  ])('%s at %p with %j', (type, address, credentials, message) => {
    const open = (): unknown => openProvider({ spec: { type, ...(address !== undefined && { address }) }, ...(credentials && { credentials }) });
    expect(open).toThrow(expect.objectContaining({ code: 'Invalid', message }));
  });

  it.each<[string, Record<string, string>]>([
    ['datadog', { datadog_api_key: 'a', datadog_application_key: 'b' }],
    ['newrelic', { newrelic_account_id: '1', newrelic_query_key: 'b' }],
    ['dynatrace', { dynatrace_token: 't' }],
    ['splunk', { sf_token_key: 't' }],
  ])('%s needs an interval', (type, credentials) => {
    const open = (interval: string) => (): unknown => openProvider({ spec: { type, address: ADDRESS }, credentials, interval });
    expect(open('')).toThrow('error parsing metric interval: time: invalid duration ""');
    expect(open('soon')).toThrow('error parsing metric interval: time: invalid duration "soon"');
  });

  it('services with an address of their own need none', () => {
    expect(() => openProvider({ spec: { type: 'datadog' }, credentials: { datadog_api_key: 'a', datadog_application_key: 'b' } })).not.toThrow();
    expect(() => openProvider({ spec: { type: 'newrelic' }, credentials: { newrelic_account_id: '1', newrelic_query_key: 'b' } })).not.toThrow();
  });
});
