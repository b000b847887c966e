import { connect } from 'node:net';

/** Whether anything takes connections at a port of the loopback interface. */
export function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => { resolve(false); });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
