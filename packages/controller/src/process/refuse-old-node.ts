const LEAST = 22;

/** Ends the process where its Node is too old: the failures that follow would name anything but the reason. */
export function refuseOldNode({ versions, stderr, exit }: Pick<NodeJS.Process, 'versions' | 'stderr' | 'exit'>): void {
  if (Number.parseInt(versions.node, 10) >= LEAST) return;
  stderr.write(`flagger needs Node ${LEAST} or later, and this is ${versions.node}; in its repository, npx node runs the right one\n`);
  exit(1);
}
