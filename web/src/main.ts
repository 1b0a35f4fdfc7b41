import { mount } from "svelte";
import App from "./App.svelte";
import { begin } from "./begin";
import "./style/tokens.css";
import "./style/page.css";
import "./style/parts.css";
import "./style/plot.css";

// Until here index.html shows the frame of the page.
const target = document.getElementById("app")!;
void begin().finally(() => {
  target.replaceChildren();
  mount(App, { target });
});
