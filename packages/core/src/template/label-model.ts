import type { Observer } from '@flagger/sdk';
import type { QueryModel } from './query-model.ts';

/** The model with its names as they stand in the labels that an observer asks about. @source flagger pkg/metrics/observers/skipper.go */
export function labelModel({ names = 'plain' }: Observer, model: QueryModel): QueryModel {
  if (names === 'plain') return model;
  const { name, namespace, target, service, ingress, route } = model;
  return { ...model, name: word(name), namespace: word(namespace), target: word(target), service: word(service), ingress: word(ingress), route: word(route) };
}

function word(name: string): string {
  return name.replace(/\W/g, '_');
}
