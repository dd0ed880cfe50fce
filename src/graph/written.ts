// What writing a field or an object gives: its text and what it costs.
import type { GraphQLObjectType } from 'graphql';
import type { Cost } from './cost.ts';
import type { Scope, TableName } from './fields.ts';
import type { Text } from './json-text.ts';
import type { Selected } from './selection.ts';

/** A field as text, with its cost. */
export interface Written {
  readonly text: Text;
  readonly cost: Cost;
}

/** An object's text, with the costs of its fields. */
export interface WrittenObject {
  readonly text: Text;
  readonly costs: readonly Cost[];
}

/** Writes an object of a type over a row: what connections need of the compiler. */
export type WriteObject = (
  type: GraphQLObjectType,
  selected: Selected,
  scope: Scope<TableName>,
) => WrittenObject;
