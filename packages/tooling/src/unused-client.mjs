// What of the Kubernetes client no code of ours reaches: in tests, as in the operator's bundle, it isn't loaded. It is a thousand files.
const unused = name => function unusedPart() { throw new Error(`${name} is not part of what we use`); };

export const Agent = unused('Agent');
export const ProxyAgent = unused('ProxyAgent');
export const ServerConfiguration = unused('ServerConfiguration');
export const createConfiguration = undefined;
