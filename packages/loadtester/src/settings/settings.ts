/** What the load tester is told by its flags. @source flagger cmd/loadtester/main.go */
export interface Settings {
  readonly logLevel: string;
  /** 0: any free one. */
  readonly port: number;
  /** How long a task may run. */
  readonly timeoutMs: number;
  /** RE2, not anchored; empty allows every namespace. */
  readonly namespaceRegexp: string;
  readonly zapReplaceGlobals: boolean;
  readonly zapEncoding: 'json' | 'console';
  /** Where gates are kept, as `NAMESPACE/NAME`; empty: in memory. */
  readonly gateConfigMap: string;
  /** URL of the Kubernetes API; empty: the one of the cluster around. */
  readonly master: string;
  /** File with the token that callers must know; empty: everybody may call. */
  readonly tokenFile: string;
  /** Programs that tasks may run; empty: all, and through a shell. */
  readonly allowedCommands: readonly string[];
  /** Tasks at once; 0: any number. */
  readonly maxTasks: number;
}
