#include "tracker/jira/sprint_string.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tracker/text/markdown.h"

namespace stint::tracker::jira {

namespace {

enum class Key : std::uint8_t {
  id,
  board,
  state,
  name,
  goal,
  start,
  end,
  completed,
  activated,
  other,
  count
};
enum class Shape : std::uint8_t { number, state, date, truth, text };

struct KeyRow {
  std::string_view name;
  Key key;
  Shape shape;
};

// Keys without a use here are listed so that they are not taken for a part of the text before them.
constexpr std::array kKeys{
    KeyRow{"id", Key::id, Shape::number},
    KeyRow{"rapidViewId", Key::board, Shape::number},
    KeyRow{"state", Key::state, Shape::state},
    KeyRow{"name", Key::name, Shape::text},
    KeyRow{"goal", Key::goal, Shape::text},
    KeyRow{"startDate", Key::start, Shape::date},
    KeyRow{"endDate", Key::end, Shape::date},
    KeyRow{"completeDate", Key::completed, Shape::date},
    KeyRow{"activatedDate", Key::activated, Shape::date},
    KeyRow{"sequence", Key::other, Shape::number},
    KeyRow{"synced", Key::other, Shape::truth},
    KeyRow{"autoStartStop", Key::other, Shape::truth},
    KeyRow{"incompleteIssuesDestinationId", Key::other, Shape::number},
};

constexpr std::string_view kNull = "<null>";

std::optional<SprintState> parse_state(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c; });
  if (lower == "future") return SprintState::future;
  if (lower == "active") return SprintState::active;
  if (lower == "closed") return SprintState::closed;
  return std::nullopt;
}

bool has_shape(std::string_view value, Shape shape) {
  if (value == kNull || shape == Shape::text) return true;
  switch (shape) {
    case Shape::number:
      return !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    case Shape::state:
      return value.size() < 16 && parse_state(value).has_value();
    case Shape::date:
      return parse_iso_instant(value).has_value();
    case Shape::truth:
      return value == "true" || value == "false";
    case Shape::text:
      break;
  }
  return false;
}

// A place where a key may begin. `at` is its first letter, `value` what stands between its "=" and the next
// comma (a text may go on behind that).
struct Candidate {
  const KeyRow* row;
  std::size_t at;
  std::string_view value;
};

std::vector<Candidate> find_candidates(std::string_view body) {
  std::vector<Candidate> found;
  for (std::size_t at = 0; at <= body.size();) {
    const std::size_t comma = std::min(body.find(',', at), body.size());
    const std::string_view piece = body.substr(at, comma - at);
    for (const KeyRow& row : kKeys) {
      if (piece.size() <= row.name.size() || piece[row.name.size()] != '=' || !piece.starts_with(row.name))
        continue;
      const std::string_view value = piece.substr(row.name.size() + 1);
      if (has_shape(value, row.shape)) found.push_back({&row, at, value});
    }
    at = comma + 1;
  }
  return found;
}

class SprintReader {
 public:
  explicit SprintReader(std::string_view body) : body_(body), candidates_(find_candidates(body)) {}

  Result<Sprint> read() {
    const auto is_text = [&](std::size_t i) { return candidates_[i].row->shape == Shape::text; };
    const std::size_t count = candidates_.size();
    std::size_t first = 0;
    while (first < count && !is_text(first)) take(candidates_[first++]);
    if (first < count) {
      std::size_t second = first + 1;
      while (second < count && (!is_text(second) || candidates_[second].row == candidates_[first].row))
        ++second;
      // The richer side first: the poorer one is more likely to quote a key than to hold it.
      if (second < count && count - second > second - first) {
        take_text(second, count);
        take_text(first, second);
      } else {
        take_text(first, second);
        if (second < count) take_text(second, count);
      }
    }
    if (sprint_.id.empty()) {
      return fail(ErrorCode::usage, "a sprint without an id: \"" + text::excerpt(body_) + '"', {},
                  "expected com.atlassian.greenhopper.service.sprint.Sprint@…[id=…,name=…,…]");
    }
    return std::move(sprint_);
  }

 private:
  bool take(const Candidate& candidate) {
    const Key key = candidate.row->key;
    if (key != Key::other && std::exchange(seen_[static_cast<std::size_t>(key)], true)) return false;
    if (candidate.value == kNull) return true;
    switch (key) {
      case Key::id:
        sprint_.id = candidate.value;
        break;
      case Key::board:
        sprint_.board_id = candidate.value;
        break;
      case Key::state:
        sprint_.state = parse_state(candidate.value).value_or(SprintState::unknown);
        break;
      case Key::start:
        sprint_.start = parse_iso_instant(candidate.value);
        break;
      case Key::end:
        sprint_.end = parse_iso_instant(candidate.value);
        break;
      case Key::completed:
        sprint_.completed = parse_iso_instant(candidate.value);
        break;
      case Key::activated:
        sprint_.activated = parse_iso_instant(candidate.value);
        break;
      case Key::name:
      case Key::goal:
      case Key::other:
      case Key::count:
        break;
    }
    return true;
  }

  // The text that candidate `from` begins and the keys behind it, up to candidate `to`.
  void take_text(std::size_t from, std::size_t to) {
    std::size_t end = to < candidates_.size() ? candidates_[to].at - 1 : body_.size();
    for (std::size_t i = to; i-- > from + 1;) {
      if (candidates_[i].row->shape == Shape::text || !take(candidates_[i])) break;
      end = candidates_[i].at - 1;
    }
    const KeyRow& row = *candidates_[from].row;
    const std::size_t begin = candidates_[from].at + row.name.size() + 1;
    const std::string_view text = body_.substr(begin, end - begin);
    if (text != kNull) (row.key == Key::name ? sprint_.name : sprint_.goal) = text;
  }

  std::string_view body_;
  std::vector<Candidate> candidates_;
  std::array<bool, static_cast<std::size_t>(Key::count)> seen_{};
  Sprint sprint_;
};

}  // namespace

bool is_sprint_string(std::string_view text) {
  return text.starts_with("com.atlassian.greenhopper.service.sprint.Sprint@") ||
         (text.starts_with("Sprint@") && text.contains('['));
}

Result<Sprint> parse_sprint_string(std::string_view text) {
  const std::size_t open = text.find('[');
  if (!is_sprint_string(text) || open == std::string_view::npos) {
    return fail(ErrorCode::usage, "not a sprint: \"" + text::excerpt(text) + '"', {},
                "expected com.atlassian.greenhopper.service.sprint.Sprint@…[id=…,name=…,…]");
  }
  while (text.ends_with(' ') || text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  if (!text.ends_with(']')) {
    return fail(ErrorCode::usage, "a sprint that is cut off: \"" + text::excerpt(text) + '"');
  }
  return SprintReader(text.substr(open + 1, text.size() - open - 2)).read();
}

}  // namespace stint::tracker::jira
