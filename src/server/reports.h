// The report as somebody asks for it.
#pragma once

#include <string>
#include <string_view>

#include "report/format.h"
#include "workspace/workspace.h"

namespace stint::server {

struct ReportWanted {
  std::string format = "html";
  std::string project = {};  // key; empty: everything
  std::string board = {};    // id or name; empty: all
  std::string sprint = {};   // likewise; empty: of now
  bool people = true;        // what is said of persons as well
};

struct RenderedReport {
  const report::Format* format = nullptr;
  std::string text;
};

// ErrorCode::not_found for a format, project, board or sprint that is not there; ErrorCode::usage where
// several are meant.
[[nodiscard]] Result<RenderedReport> render_report(workspace::Workspace& workspace,
                                                   const ReportWanted& wanted,
                                                   std::string_view program_version);

}  // namespace stint::server
