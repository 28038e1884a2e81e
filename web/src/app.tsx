import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { BrowserRouter } from 'react-router';
import { ApiError } from './api/client.ts';
import { SessionGate } from './frame/session-gate.tsx';
import { LanguageProvider } from './i18n/language.tsx';
import { AppRoutes } from './routes.tsx';
import { ThemeProvider } from './theme/theme.tsx';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refused it refuses again; a lost connection may come back.
      retry: (count, error) => count < 2 && error instanceof ApiError && error.status === 0,
      staleTime: 5_000,
    },
  },
});

export function App(): ReactNode {
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <ThemeProvider>
          <BrowserRouter>
            <SessionGate>
              <AppRoutes />
            </SessionGate>
          </BrowserRouter>
        </ThemeProvider>
      </LanguageProvider>
    </QueryClientProvider>
  );
}
