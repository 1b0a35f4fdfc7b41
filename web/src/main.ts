import { mount } from "svelte";
import App from "./App.svelte";
import "./style/tokens.css";
import "./style/page.css";
import "./style/parts.css";
import "./style/plot.css";

mount(App, { target: document.getElementById("app")! });
