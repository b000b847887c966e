import { parseGoDuration } from '@flagger/sdk';

/** How the Gateway API writes durations. @source Gateway API GEP-2257 */
const GATEWAY_DURATION = /^(\d{1,5}(h|m|s|ms)){1,4}$/;
const UNITS = [['h', 3_600_000], ['m', 60_000], ['s', 1000], ['ms', 1]] as const;
const MOST_HOURS = 99_999;

/**
 * A Go duration as the Gateway API takes it: in whole numbers, of a millisecond at least. What it can't say stays as it is.
 *
 * @example
 * gatewayDuration('1.5s'); // '1s500ms'
 * @differs Flagger writes the canary's text, and the API server refuses routes with a fraction: `gateway-duration.test.ts` "is said in whole numbers"
 */
export function gatewayDuration(text: string): string {
  const ms = parseGoDuration(text);
  if (ms === undefined || ms < 0 || ms > MOST_HOURS * UNITS[0][1] || GATEWAY_DURATION.test(text)) return text;
  let left = Math.ceil(ms);
  const parts = UNITS.map(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0 ? `${count}${unit}` : '';
  });
  return parts.join('') || '0s';
}
