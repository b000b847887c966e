import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { Expression, Program, TSSignature, TSType, VariableDeclaration } from 'oxc-parser';
import type { Field, Fields } from './field.ts';

/** A declared name, as far as field types need it. */
type Declared =
  | { readonly kind: 'interface'; readonly bases: readonly string[]; readonly members: readonly TSSignature[] }
  | { readonly kind: 'alias'; readonly type: TSType }
  | { readonly kind: 'constant'; readonly values: readonly string[] };

type Declarations = ReadonlyMap<string, Declared>;

/** Every field of the named interfaces, read from the sources of a folder. */
export function readTypeFields(folder: string, names: readonly string[]): Fields {
  const files = globSync('**/*.ts', { cwd: folder }).map(name => join(folder, name));
  const declarations = new Map(files.flatMap(path => [...listDeclared(parseSync(path, readFileSync(path, 'utf8')).program)]));
  const reader = new TypeReader(declarations);
  return new Map(names.flatMap(name => [...reader.list(name, name)]));
}

function* listDeclared(program: Program): Generator<[string, Declared]> {
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration === null) continue;
    const { declaration } = statement;
    if (declaration.type === 'TSInterfaceDeclaration') {
      const bases = declaration.extends.map(base => (base.expression.type === 'Identifier' ? base.expression.name : ''));
      yield [declaration.id.name, { kind: 'interface', bases, members: declaration.body.body }];
    } else if (declaration.type === 'TSTypeAliasDeclaration') {
      yield [declaration.id.name, { kind: 'alias', type: declaration.typeAnnotation }];
    } else if (declaration.type === 'VariableDeclaration') {
      yield* listConstants(declaration);
    }
  }
}

function* listConstants({ declarations }: VariableDeclaration): Generator<[string, Declared]> {
  for (const { id, init } of declarations) {
    if (id.type === 'Identifier') yield [id.name, { kind: 'constant', values: literalsOf(init) }];
  }
}

function literalsOf(init: Expression | null): readonly string[] {
  const list = init?.type === 'TSAsExpression' ? init.expression : init;
  if (list?.type !== 'ArrayExpression') return [];
  return list.elements.flatMap(element => (element?.type === 'Literal' && typeof element.value === 'string' ? [element.value] : []));
}

/** What a type comes down to. */
type Shape =
  | { readonly type: 'boolean' | 'number' | 'number or string' }
  | { readonly type: 'string'; readonly values?: readonly string[] }
  | { readonly type: 'array' | 'map'; readonly of: TSType }
  | { readonly type: 'object'; readonly members: readonly TSSignature[] };

class TypeReader {
  readonly #declarations: Declarations;

  constructor(declarations: Declarations) {
    this.#declarations = declarations;
  }

  *list(path: string, name: string): Generator<[string, Field]> {
    yield* this.#fields(path, this.#named(name, []), true);
  }

  *#fields(path: string, shape: Shape, required: boolean): Generator<[string, Field]> {
    const values = shape.type === 'string' && shape.values ? { values: shape.values.toSorted() } : {};
    yield [path, { type: shape.type, required, ...values }];
    if (shape.type === 'array') yield* this.#fields(`${path}[]`, this.#shape(shape.of), true);
    if (shape.type === 'map') yield* this.#fields(`${path}{}`, this.#shape(shape.of), true);
    if (shape.type === 'object') yield* this.#members(path, shape.members);
  }

  *#members(path: string, members: readonly TSSignature[]): Generator<[string, Field]> {
    for (const member of members) {
      if (member.type !== 'TSPropertySignature' || member.key.type !== 'Identifier' || !member.typeAnnotation) continue;
      yield* this.#fields(`${path}.${member.key.name}`, this.#shape(member.typeAnnotation.typeAnnotation), !member.optional);
    }
  }

  #shape(type: TSType): Shape {
    switch (type.type) {
      case 'TSStringKeyword':
        return { type: 'string' };
      case 'TSNumberKeyword':
        return { type: 'number' };
      case 'TSBooleanKeyword':
        return { type: 'boolean' };
      case 'TSArrayType':
        return { type: 'array', of: type.elementType };
      case 'TSTypeLiteral':
        return { type: 'object', members: type.members };
      case 'TSTypeOperator': // readonly X[]
      case 'TSParenthesizedType':
        return this.#shape(type.typeAnnotation);
      case 'TSIntersectionType':
        return { type: 'object', members: type.types.flatMap(part => this.#membersOf(this.#shape(part))) };
      case 'TSUnionType':
        return this.#union(type.types);
      case 'TSLiteralType':
        return { type: 'string', values: type.literal.type === 'Literal' ? [String(type.literal.value)] : [] };
      case 'TSIndexedAccessType':
        return this.#elementOf(type.objectType);
      case 'TSTypeReference':
        return type.typeName.type === 'Identifier' ? this.#named(type.typeName.name, type.typeArguments?.params ?? []) : unread(type);
      default:
        return unread(type);
    }
  }

  #named(name: string, [first, second]: readonly TSType[]): Shape {
    if (name === 'Readonly' && first) return this.#shape(first);
    if (name === 'Record' && second) return { type: 'map', of: second };
    const found = this.#declarations.get(name);
    if (found?.kind === 'alias') return this.#shape(found.type);
    if (found?.kind !== 'interface') throw new Error(`${name} is not declared in these files`);
    const inherited = found.bases.filter(base => base !== 'Manifest').flatMap(base => this.#membersOf(this.#named(base, [])));
    return { type: 'object', members: [...inherited, ...found.members] };
  }

  #membersOf(shape: Shape): readonly TSSignature[] {
    return shape.type === 'object' ? shape.members : [];
  }

  /** `A | B`: literals add up, null says nothing, number and string are Kubernetes' int-or-string. */
  #union(types: readonly TSType[]): Shape {
    const shapes = types.filter(each => each.type !== 'TSNullKeyword').map(each => this.#shape(each));
    const kinds = new Set(shapes.map(each => each.type));
    if (kinds.has('number') && kinds.has('string')) return { type: 'number or string' };
    const values = shapes.flatMap(each => ('values' in each ? (each.values ?? []) : []));
    const [first] = shapes;
    if (first === undefined || kinds.size > 1) throw new Error(`a union of ${[...kinds].join(', ')} has no counterpart in a schema`);
    return values.length > 0 ? { type: 'string', values } : first;
  }

  /** `(typeof NAMES)[number]`. */
  #elementOf(type: TSType): Shape {
    const query = type.type === 'TSParenthesizedType' ? type.typeAnnotation : type;
    if (query.type !== 'TSTypeQuery' || query.exprName.type !== 'Identifier') return unread(type);
    const found = this.#declarations.get(query.exprName.name);
    return found?.kind === 'constant' ? { type: 'string', values: found.values } : unread(type);
  }
}

function unread(type: TSType): never {
  throw new Error(`cannot compare a ${type.type} with a schema`);
}
