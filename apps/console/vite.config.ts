import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const gateway = 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // Workspace libraries are read from their source, as TypeScript and jest do.
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // No `data:` addresses: the page's policy allows our own files only.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What changes rarely is cached apart from what changes with each release.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|react-router|scheduler)\// },
            { name: 'query', test: /node_modules\/(@tanstack|graphql|graphql-ws)\// },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/graphql': { target: gateway, ws: true },
      '/v1': gateway,
      '/mailbox': gateway,
    },
  },
});
