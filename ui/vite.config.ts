import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [svelte()],
  server: { port: 5173, strictPort: true, fs: { allow: ['..'] } },
  build: { target: 'safari16.4', assetsInlineLimit: 0 },
});
