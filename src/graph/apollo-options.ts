// The options of Apollo Server that do not depend on what the graph holds: everything off that this graph does not offer, and
// nothing told that the client did not ask for.
import type { ApolloServerOptionsWithSchema, ApolloServerPlugin, BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { ErrorMask } from './errors.ts';
import { type DocumentLimits, documentLimitsRule } from './parse-limits.ts';

export interface ApolloOptionsParts {
  readonly production: boolean;
  readonly introspection: boolean;
  readonly limits: DocumentLimits;
  readonly errors: ErrorMask;
  readonly logger: NonNullable<ApolloServerOptionsWithSchema<BaseContext>['logger']>;
}

export function apolloOptions<C extends BaseContext>({
  production,
  introspection,
  limits,
  errors,
  logger,
}: ApolloOptionsParts) {
  return {
    nodeEnv: production ? 'production' : 'development',
    introspection,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [documentLimitsRule(limits)],
    formatError: errors.formatError,
    logger,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      incidents<C>(errors),
    ],
  } satisfies Omit<ApolloServerOptionsWithSchema<C>, 'schema'>;
}

/** Puts the id of the request beside each incident in the log, before the error is formatted without it. */
function incidents<C extends BaseContext>(errors: ErrorMask): ApolloServerPlugin<C> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async (context) => {
        const requestId = context.request.http?.headers.get('x-request-id');
        for (const error of context.errors) errors.report(error, requestId);
      },
    }),
  };
}
