// Generated from schema/*.graphql by codegen.ts (`npm run generate`): change the schema, not this file.

export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar date in the legal entity's own time zone, written YYYY-MM-DD (ISO 8601). */
  Date: { input: string; output: string; }
  /** An instant in UTC with milliseconds, written YYYY-MM-DDTHH:MM:SS.mmmZ (RFC 3339). */
  DateTime: { input: string; output: string; }
  /** An exact decimal number, written as a string so that no digit is lost on the way. */
  Decimal: { input: string; output: string; }
  /** A three-letter ISO 4217 currency code, such as EUR. */
  CurrencyCode: { input: string; output: string; }
  /** An arbitrary JSON value, passed on as it was stored. */
  JSON: { input: unknown; output: unknown; }
};

/** The kind of protected content of a field; roles without the matching right read null there. */
export type Mask =
  /** Tax identification numbers and what is derived from them. */
  | 'TAX_ID'
  /** Personal e-mail addresses, phone numbers and postal addresses. */
  | 'PERSONAL'
  /** Bank details, of which at most the last four digits are ever shown. */
  | 'BANK';

/** An exact amount of money in one currency. */
export type Money = {
  /** The amount, with exactly the minor digits of its currency. */
  amount: Scalars['Decimal']['output'];
  /** The currency of the amount (ISO 4217). */
  currency: Scalars['CurrencyCode']['output'];
};

/** Where a page of a connection begins and ends (Relay cursor connections). */
export type PageInfo = {
  /** Whether more records follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether records precede this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first record of the page, null on an empty page. */
  startCursor: Maybe<Scalars['String']['output']>;
  /** The cursor of the last record of the page, null on an empty page. */
  endCursor: Maybe<Scalars['String']['output']>;
};

/** The direction of an order. */
export type OrderDirection =
  /** From the smallest to the largest, nulls never occurring in sortable fields. */
  | 'ASC'
  /** From the largest to the smallest. */
  | 'DESC';

/** Conditions on an identifier; all that are given must hold. */
export type IdFilter = {
  /** Equal to this identifier. */
  eq?: InputMaybe<Scalars['ID']['input']>;
  /** One of these identifiers. */
  in?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** Conditions on a text; all that are given must hold. */
export type StringFilter = {
  /** Equal to this text, in case and accents too. */
  eq?: InputMaybe<Scalars['String']['input']>;
  /** One of these texts. */
  in?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Holding this text anywhere, whatever its case. */
  contains?: InputMaybe<Scalars['String']['input']>;
  /** Beginning with this text, whatever its case. */
  startsWith?: InputMaybe<Scalars['String']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Conditions on a date; all that are given must hold. */
export type DateFilter = {
  /** On this date. */
  eq?: InputMaybe<Scalars['Date']['input']>;
  /** On one of these dates. */
  in?: InputMaybe<Array<Scalars['Date']['input']>>;
  /** Before this date. */
  lt?: InputMaybe<Scalars['Date']['input']>;
  /** On or before this date. */
  lte?: InputMaybe<Scalars['Date']['input']>;
  /** After this date. */
  gt?: InputMaybe<Scalars['Date']['input']>;
  /** On or after this date. */
  gte?: InputMaybe<Scalars['Date']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Conditions on an instant; all that are given must hold. */
export type DateTimeFilter = {
  /** Before this instant. */
  lt?: InputMaybe<Scalars['DateTime']['input']>;
  /** At or before this instant. */
  lte?: InputMaybe<Scalars['DateTime']['input']>;
  /** After this instant. */
  gt?: InputMaybe<Scalars['DateTime']['input']>;
  /** At or after this instant. */
  gte?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Conditions on an exact decimal, such as the amount of a Money; all that are given must hold. */
export type DecimalFilter = {
  /** Equal to this number. */
  eq?: InputMaybe<Scalars['Decimal']['input']>;
  /** One of these numbers. */
  in?: InputMaybe<Array<Scalars['Decimal']['input']>>;
  /** Less than this number. */
  lt?: InputMaybe<Scalars['Decimal']['input']>;
  /** At most this number. */
  lte?: InputMaybe<Scalars['Decimal']['input']>;
  /** More than this number. */
  gt?: InputMaybe<Scalars['Decimal']['input']>;
  /** At least this number. */
  gte?: InputMaybe<Scalars['Decimal']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Conditions on a whole number; all that are given must hold. */
export type IntFilter = {
  /** Equal to this number. */
  eq?: InputMaybe<Scalars['Int']['input']>;
  /** One of these numbers. */
  in?: InputMaybe<Array<Scalars['Int']['input']>>;
  /** Less than this number. */
  lt?: InputMaybe<Scalars['Int']['input']>;
  /** At most this number. */
  lte?: InputMaybe<Scalars['Int']['input']>;
  /** More than this number. */
  gt?: InputMaybe<Scalars['Int']['input']>;
  /** At least this number. */
  gte?: InputMaybe<Scalars['Int']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A condition on a truth value. */
export type BooleanFilter = {
  /** Equal to this truth value. */
  eq?: InputMaybe<Scalars['Boolean']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The root of all reads. */
export type Query = {
  /** Who asks, and what the token allows. */
  viewer: Viewer;
};

/** The person or system behind the request. */
export type Viewer = {
  /** The subject of the token. */
  subject: Scalars['String']['output'];
  /** The roles that the token carries and the gateway knows. */
  roles: Array<Scalars['String']['output']>;
  /** Whether the viewer sees the records of every legal entity. */
  allEntities: Scalars['Boolean']['output'];
};
