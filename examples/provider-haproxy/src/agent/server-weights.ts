/** Weights of all servers that HAProxy has now, by `BACKEND/SERVER`. */
export type ServerWeights = ReadonlyMap<string, number>;

/** Reads the answer to `show servers state`: a version, a line with the names of the columns, and a line for each server. */
export function readServerWeights(answer: string): ServerWeights {
  const [, header = '', ...rows] = answer.split('\n');
  const columns = header.replace(/^# /, '').split(' ');
  const at = (name: string): number => columns.indexOf(name);
  const [backend, server, weight] = [at('be_name'), at('srv_name'), at('srv_uweight')];
  if (Math.min(backend, server, weight) < 0) throw new Error(`HAProxy's answer is no list of servers: ${answer.slice(0, 100)}`);
  return new Map(rows.filter(Boolean).map(row => row.split(' ')).map(cells => [`${cells[backend]}/${cells[server]}`, Number(cells[weight])]));
}
