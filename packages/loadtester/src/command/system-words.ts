const SIGNALS: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGABRT: 'aborted', SIGALRM: 'alarm clock', SIGBUS: 'bus error', SIGFPE: 'floating point exception', SIGHUP: 'hangup', SIGILL: 'illegal instruction',
  SIGINT: 'interrupt', SIGKILL: 'killed', SIGPIPE: 'broken pipe', SIGQUIT: 'quit', SIGSEGV: 'segmentation fault', SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap', SIGUSR1: 'user defined signal 1', SIGUSR2: 'user defined signal 2', SIGXCPU: 'CPU time limit exceeded',
};

const ERRORS: Readonly<Record<string, string>> = {
  E2BIG: 'argument list too long', EACCES: 'permission denied', EAGAIN: 'resource temporarily unavailable', EMFILE: 'too many open files',
  ENOENT: 'no such file or directory', ENOMEM: 'cannot allocate memory', ERR_INVALID_ARG_VALUE: 'invalid argument',
};

/** What Linux calls a signal. */
export function signalText(signal: NodeJS.Signals): string {
  return SIGNALS[signal] ?? signal;
}

/** What Linux calls an error. */
export function errnoText(code: string): string {
  return ERRORS[code] ?? code;
}
