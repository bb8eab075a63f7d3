import { ApolloProvider } from '@apollo/client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from './apollo.ts';
import { App } from './app.tsx';
import './style.css';

const gateway = document.querySelector<HTMLMetaElement>('meta[name="gateway"]')?.content;
const root = document.getElementById('root');
if (gateway === undefined || root === null) throw new Error('The page does not say where the gateway is.');

createRoot(root).render(
  <StrictMode>
    <ApolloProvider client={createClient(gateway)}>
      <App />
    </ApolloProvider>
  </StrictMode>,
);
