import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// Nothing is inlined: the page is served under a policy that allows scripts and styles from files only.
export default defineConfig({
  plugins: [svelte()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One stylesheet, and few files: a request costs more than the bytes that it would save.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        // The browser compiles what the first view runs while it is still coming, off the page's own thread.
        postBanner: (chunk) => (["index", "base", "Today"].includes(chunk.name) ? "//# allFunctionsCalledOnLoad" : ""),
        codeSplitting: {
          groups: [
            { name: "charts", priority: 1, test: /src\/charts\/|node_modules\/(d3-|internmap)/ },
            { name: "base", priority: 2, test: /node_modules\/(svelte|esm-env|clsx)\/|src\/(lib|parts|api)\/|vite\/preload-helper/ },
          ],
        },
      },
    },
  },
  server: { proxy: { "^/api/.+": process.env.STINT_URL ?? "http://127.0.0.1:5001" } },
});
