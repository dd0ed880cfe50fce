// GraphiQL in the browser: the editor, the settings that the server wrote into the page, and a fetcher that knows one address.
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './page.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const place = document.getElementById('graphiql');
const settings = JSON.parse(place.dataset.settings || '{}');
// A link may carry a query: /graphql?query=...
const linked = new URLSearchParams(location.search);

/** Without the header that waits for its token: an empty one would be refused, where none may still ask for the schema. */
function filledIn(headers) {
  return Object.entries(headers).filter(
    ([name, value]) => !(/^authorization$/i.test(name) && /^\s*bearer\s*$/i.test(value)),
  );
}

async function fetcher({ query, variables, operationName }, { headers = {} } = {}) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...Object.fromEntries(filledIn(headers)),
    },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return response.json();
}

createRoot(place).render(
  createElement(GraphiQL, {
    fetcher,
    defaultQuery: settings.defaultQuery,
    defaultHeaders: settings.defaultHeaders,
    initialQuery: linked.get('query') ?? undefined,
    initialVariables: linked.get('variables') ?? undefined,
    defaultEditorToolsVisibility: 'headers',
    // The token stays in the tab: what is kept in the browser's storage outlives the visit.
    shouldPersistHeaders: false,
    showPersistHeadersSettings: false,
  }),
);
