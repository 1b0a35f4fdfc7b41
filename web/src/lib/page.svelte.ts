import type { Project, Status } from "../api/types";

// What the whole page knows: the state of the server, and the projects and boards there are.

class Page {
  status = $state.raw<Status | undefined>(undefined);
  projects = $state.raw<Project[] | undefined>(undefined);

  get boards(): { project: Project; board: Project["boards"][number] }[] {
    return (this.projects ?? []).flatMap((project) => project.boards.map((board) => ({ project, board })));
  }
}

export const page = new Page();
