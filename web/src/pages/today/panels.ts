// What can stand beside the cards.
import AgeingPanel from "./AgeingPanel.svelte";
import DefectsPanel from "./DefectsPanel.svelte";
import ForecastPanel from "./ForecastPanel.svelte";
import HygienePanel from "./HygienePanel.svelte";
import SprintPanel from "./SprintPanel.svelte";
import VelocityPanel from "./VelocityPanel.svelte";

export const panels = { sprint: SprintPanel, hygiene: HygienePanel, forecast: ForecastPanel, ageing: AgeingPanel, velocity: VelocityPanel, defects: DefectsPanel };
