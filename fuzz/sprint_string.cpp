// Sprints of Data Center: an id or an error; and names that hold no comma survive being written and read.
#include "tracker/jira/sprint_string.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "check.h"
#include "lib/simdjson/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using stint::fuzz::check;
  using stint::tracker::jira::parse_sprint_string;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::string& whole : {std::string(text), "Sprint@1[" + std::string(text) + "]"}) {
    const auto sprint = parse_sprint_string(whole);
    if (!sprint) {
      check(!stint::is_valid_utf8(text) || stint::is_valid_utf8(sprint.error().to_string()),
            "errors are valid UTF-8");
      continue;
    }
    check(!sprint->id.empty() && sprint->id.find_first_not_of("0123456789") == std::string::npos,
          "ids are numbers");
    check(sprint->name.size() + sprint->goal.size() <= whole.size(), "texts come from the input");
  }
  if (text.find(',') == std::string_view::npos && text != "<null>") {
    const std::string name(text);
    const auto sprint =
        parse_sprint_string("Sprint@1[id=7,rapidViewId=1,state=ACTIVE,name=" + name +
                            ",startDate=<null>,endDate=<null>,completeDate=<null>,sequence=7]");
    check(sprint && sprint->name == name && sprint->id == "7", "a name without commas comes back");
  }
  return 0;
}
