import { gunzipSync } from 'node:zlib';
import { queryFailed } from './failures.ts';

/** One value of one time series. */
export interface SignalFlowPoint {
  readonly series: string;
  readonly value: number;
}

const HEADER_BYTES = 20;
const FLAGS_AT = 2;
const GZIP = 1;
const JSON_BODY = 2;
/** Behind the header: a timestamp of 8 bytes, then the number of points. */
const COUNT_AT = 8;
const POINTS_AT = 12;
const POINT_BYTES = 17;

/** How each type of value is read; a type that is not here holds none. */
const READERS: Readonly<Record<number, (view: DataView, at: number) => number>> = {
  1: (view, at) => Number(view.getBigInt64(at)),
  2: (view, at) => view.getFloat64(at),
  3: (view, at) => view.getInt32(at),
};

/**
 * The points of a binary SignalFlow message, without those that hold no value.
 *
 * @throws CanaryError QueryFailed, where it is no such message
 */
export function readBatch(frame: Uint8Array): readonly SignalFlowPoint[] {
  const flags = frame[FLAGS_AT] ?? 0;
  if ((flags & JSON_BODY) !== 0) throw queryFailed('invalid response: a SignalFlow message in JSON');
  try {
    const bytes = frame.subarray(HEADER_BYTES);
    return readPoints((flags & GZIP) === 0 ? bytes : gunzipSync(bytes));
  } catch (error) {
    throw queryFailed(`invalid response: a SignalFlow message that can't be read: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function readPoints(body: Uint8Array): SignalFlowPoint[] {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const points: SignalFlowPoint[] = [];
  for (let left = view.getUint32(COUNT_AT), at = POINTS_AT; left > 0; left--, at += POINT_BYTES) {
    const read = READERS[view.getUint8(at)];
    if (read !== undefined) points.push({ series: view.getBigUint64(at + 1).toString(16), value: read(view, at + 9) });
  }
  return points;
}
