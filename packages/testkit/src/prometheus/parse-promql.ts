import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';
import { durationMs } from './duration.ts';
import { PromqlError } from './expression.ts';
import type { Expression, Grouping, LabelMatcher, Matching } from './expression.ts';
import { unquote } from './unquote.ts';

type Read = (node: SyntaxNode, query: string) => Expression;

const READERS: Readonly<Record<string, Read>> = {
  ParenExpr: (node, query) => read(onlyChild(node, query), query),
  NumberDurationLiteral: (node, query) => ({ kind: 'number', value: readNumber(text(node, query)) }),
  VectorSelector: readSelector,
  MatrixSelector: readRange,
  OffsetExpr: readOffset,
  FunctionCall: readCall,
  AggregateExpr: readAggregate,
  UnaryExpr: readUnary,
  BinaryExpr: readBinary,
};

/** Reads a PromQL query with the grammar of the Prometheus project. @throws PromqlError bad_data, and execution for what is not supported */
export function parsePromql(query: string): Expression {
  if (query.trim() === '') throw new PromqlError('bad_data', 'invalid parameter "query": no expression found in input');
  const tree = parser.parse(query);
  tree.iterate({
    enter: node => {
      if (node.type.isError) throw new PromqlError('bad_data', `invalid parameter "query": ${node.from + 1}: parse error near "${query.slice(node.from, node.from + 20)}"`);
    },
  });
  const top = tree.topNode.firstChild;
  if (top === null) throw new PromqlError('bad_data', 'invalid parameter "query": it holds no expression');
  return read(top, query);
}

function read(node: SyntaxNode, query: string): Expression {
  const reader = READERS[node.name];
  if (reader === undefined) throw new PromqlError('execution', `${text(node, query)}: ${node.name} is not supported`);
  return reader(node, query);
}

function readSelector(node: SyntaxNode, query: string): Expression {
  const name = node.getChild('Identifier');
  const named: LabelMatcher[] = name === null ? [] : [{ label: '__name__', operator: '=', value: text(name, query) }];
  const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map(matcher => readMatcher(matcher, query));
  return { kind: 'selector', matchers: [...named, ...matchers], offsetMs: 0 };
}

function readMatcher(node: SyntaxNode, query: string): LabelMatcher {
  return {
    label: text(child(node, 'LabelName'), query),
    operator: text(child(node, 'MatchOp'), query) as LabelMatcher['operator'],
    value: unquote(text(child(node, 'StringLiteral'), query)),
  };
}

function readRange(node: SyntaxNode, query: string): Expression {
  const selector = read(onlyChild(node, query), query);
  const range = readDuration(child(node, 'DurationExpr'), query);
  if (selector.kind !== 'selector') throw new PromqlError('bad_data', 'ranges only allowed for vector selectors');
  return { ...selector, rangeMs: range };
}

function readOffset(node: SyntaxNode, query: string): Expression {
  const selector = read(onlyChild(node, query), query);
  if (selector.kind !== 'selector') throw new PromqlError('bad_data', 'offset modifier must be preceded by a selector');
  return { ...selector, offsetMs: readDuration(child(node, 'OffsetDurationExpr'), query) };
}

function readCall(node: SyntaxNode, query: string): Expression {
  const name = text(child(node, 'FunctionIdentifier'), query);
  return { kind: 'call', name, args: expressions(child(node, 'FunctionCallBody')).map(arg => read(arg, query)) };
}

function readAggregate(node: SyntaxNode, query: string): Expression {
  const operator = text(child(node, 'AggregateOp'), query);
  const args = expressions(child(node, 'FunctionCallBody'));
  const [of] = args;
  if (of === undefined || args.length > 1) throw new PromqlError('execution', `${operator} with ${args.length} arguments is not supported`);
  const modifier = node.getChild('AggregateModifier');
  const grouping: Grouping = { kind: modifier?.getChild('Without') ? 'without' : 'by', labels: labels(modifier, query) };
  return { kind: 'aggregate', operator, of: read(of, query), grouping };
}

function readUnary(node: SyntaxNode, query: string): Expression {
  const of = read(onlyChild(node, query), query);
  return text(child(node, 'UnaryOp'), query) === '-' ? { kind: 'negate', of } : of;
}

function readBinary(node: SyntaxNode, query: string): Expression {
  const [left, right] = expressions(node);
  if (left === undefined || right === undefined) throw new PromqlError('bad_data', `${text(node, query)}: an operand is missing`);
  const modifier = node.getChild('MatchingModifierClause');
  if (modifier?.getChild('GroupLeft') || modifier?.getChild('GroupRight')) {
    throw new PromqlError('execution', 'group_left and group_right are not supported');
  }
  const matching: Matching = { kind: modifier?.getChild('On') ? 'on' : 'ignoring', labels: labels(modifier, query) };
  const bool = node.getChild('BoolModifier') !== null;
  const operator = query.slice(left.to, right.from).trim().split(/[\s(]/, 1)[0] ?? '';
  return { kind: 'binary', operator, left: read(left, query), right: read(right, query), matching, bool };
}

function labels(modifier: SyntaxNode | null | undefined, query: string): readonly string[] {
  return (modifier?.getChild('GroupingLabels')?.getChildren('LabelName') ?? []).map(label => text(label, query));
}

function expressions(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = node.firstChild; at !== null; at = at.nextSibling) if (isExpression(at)) found.push(at);
  return found;
}

function isExpression(node: SyntaxNode): boolean {
  return node.name in READERS || ['SubqueryExpr', 'StringLiteral', 'StepInvariantExpr'].includes(node.name);
}

function onlyChild(node: SyntaxNode, query: string): SyntaxNode {
  const [only] = expressions(node);
  if (only === undefined) throw new PromqlError('bad_data', `${text(node, query)}: an expression is missing`);
  return only;
}

function child(node: SyntaxNode, name: string): SyntaxNode {
  const found = node.getChild(name);
  if (found === null) throw new PromqlError('bad_data', `invalid parameter "query": ${node.name} without ${name}`);
  return found;
}

function readDuration(node: SyntaxNode, query: string): number {
  const found = durationMs(text(node, query));
  if (found === undefined) throw new PromqlError('execution', `duration ${text(node, query)} is not supported`);
  return found;
}

function readNumber(literal: string): number {
  if (/^[+-]?inf$/i.test(literal)) return literal.startsWith('-') ? -Infinity : Infinity;
  const seconds = durationMs(literal);
  return seconds === undefined ? Number(literal.replaceAll('_', '')) : seconds / 1000;
}

function text(node: SyntaxNode, query: string): string {
  return query.slice(node.from, node.to);
}
