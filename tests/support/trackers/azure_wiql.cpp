#include "support/trackers/azure_wiql.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <functional>
#include <utility>

namespace stint::test {
namespace {

std::string lower(std::string_view text) {
  std::string copy{text};
  for (char& c : copy) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return copy;
}

struct Token {
  enum class Kind { word, field, text, number, sign, end };
  Kind kind = Kind::end;
  std::string text;
};

// Thrown inside this file only: the reader is recursive, and its errors all end in one answer.
struct Refused {
  std::string message;
};

std::vector<Token> tokens_of(std::string_view query) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  const auto refuse = [](std::string_view what) {
    throw Refused{
        fmt::format("TF51006: The query statement is missing a clause or is not closed near {}.", what)};
  };
  while (at < query.size()) {
    const char c = query[at];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++at;
    } else if (c == '[') {
      const std::size_t end = query.find(']', at);
      if (end == std::string_view::npos) refuse("<<[>>");
      tokens.push_back({Token::Kind::field, std::string{query.substr(at + 1, end - at - 1)}});
      at = end + 1;
    } else if (c == '\'' || c == '"') {
      std::string text;
      for (++at;; ++at) {
        if (at >= query.size()) refuse("a text");
        if (query[at] != c) {
          text += query[at];
        } else if (at + 1 < query.size() && query[at + 1] == c) {
          text += c;
          ++at;
        } else {
          break;
        }
      }
      ++at;
      tokens.push_back({Token::Kind::text, std::move(text)});
    } else if ((c >= '0' && c <= '9') || c == '-') {
      const std::size_t end = std::min(query.find_first_not_of("-0123456789.", at), query.size());
      tokens.push_back({Token::Kind::number, std::string{query.substr(at, end - at)}});
      at = end;
    } else if (std::string_view{"<>=(),"}.contains(c)) {
      const bool two =
          at + 1 < query.size() && (c == '<' || c == '>') && (query[at + 1] == '=' || query[at + 1] == '>');
      tokens.push_back({Token::Kind::sign, std::string{query.substr(at, two ? 2 : 1)}});
      at += two ? 2 : 1;
    } else {
      const std::size_t end = std::min(query.find_first_of(" \t\r\n[]<>=(),'\"", at), query.size());
      tokens.push_back({Token::Kind::word, std::string{query.substr(at, end - at)}});
      at = end;
    }
  }
  tokens.push_back({});
  return tokens;
}

// What a condition sees of an item.
struct Row {
  const SiteIssue& issue;
  Instant changed;  // as far as the query's copy of the data knows
};
using Test = std::function<bool(const Row&)>;

enum class Type : std::uint8_t { number, date, text, tags, path, person };
struct Column {
  std::string_view name;
  std::string_view title;
  Type type;
};
constexpr std::array kColumns{
    Column{"System.Id", "ID", Type::number},
    Column{"System.Rev", "Rev", Type::number},
    Column{"System.ChangedDate", "Changed Date", Type::date},
    Column{"System.CreatedDate", "Created Date", Type::date},
    Column{"System.TeamProject", "Team Project", Type::text},
    Column{"System.WorkItemType", "Work Item Type", Type::text},
    Column{"System.State", "State", Type::text},
    Column{"System.Title", "Title", Type::text},
    Column{"System.Tags", "Tags", Type::tags},
    Column{"System.IterationPath", "Iteration Path", Type::path},
    Column{"System.AreaPath", "Area Path", Type::path},
    Column{"System.CreatedBy", "Created By", Type::person},
    Column{"System.AssignedTo", "Assigned To", Type::person},
};

const Column& column(std::string_view name) {
  for (const Column& each : kColumns)
    if (lower(each.name) == lower(name) || lower(each.title) == lower(name)) return each;
  throw Refused{fmt::format(
      "TF51005: The query references a field that does not exist. The error is caused by «[{}]».", name)};
}

class Reader {
 public:
  Reader(std::string_view query, const WiqlContext& context) : context_(context), tokens_(tokens_of(query)) {}

  [[nodiscard]] WiqlResult run() {
    WiqlResult result;
    expect("select");
    do {
      result.columns.emplace_back(column(take(Token::Kind::field, true)).name);
    } while (skip(","));
    expect("from");
    if (lower(peek().text) != "workitems") refuse();
    ++at_;
    Test where = [](const Row&) { return true; };
    if (skip("where")) where = any();
    if (skip("order")) {
      expect("by");
      do {
        result.sort_columns.emplace_back(column(take(Token::Kind::field, true)).name);
        result.descending.push_back(skip("desc"));
        if (!result.descending.back()) skip("asc");
      } while (skip(","));
    }
    if (peek().kind != Token::Kind::end) refuse();
    collect(where, result);
    return result;
  }

 private:
  void collect(const Test& where, WiqlResult& result) const {
    std::vector<std::pair<const SiteIssue*, Instant>> found;
    for (const SiteIssue& issue : context_.words.site().issues()) {
      const auto changed = Site::indexed_updated(issue, context_.now);
      if (changed && where({issue, *changed})) found.emplace_back(&issue, *changed);
    }
    const auto before = [&](const auto& a, const auto& b) {
      for (std::size_t i = 0; i < result.sort_columns.size(); ++i) {
        const auto key = [&](const auto& row) {
          if (result.sort_columns[i] == "System.ChangedDate") return to_epoch_ms(row.second);
          if (result.sort_columns[i] == "System.CreatedDate") return to_epoch_ms(row.first->issue.created);
          return static_cast<std::int64_t>(std::stoll(row.first->issue.id));
        };
        if (key(a) != key(b)) return result.descending[i] ? key(b) < key(a) : key(a) < key(b);
      }
      return std::stoll(a.first->issue.id) < std::stoll(b.first->issue.id);
    };
    std::ranges::sort(found, before);
    for (const auto& row : found) result.ids.push_back(std::stoll(row.first->issue.id));
  }

  [[nodiscard]] Test any() {
    Test left = all();
    while (skip("or")) {
      left = [a = std::move(left), b = all()](const Row& row) { return a(row) || b(row); };
    }
    return left;
  }
  [[nodiscard]] Test all() {
    Test left = one();
    while (skip("and")) {
      left = [a = std::move(left), b = one()](const Row& row) { return a(row) && b(row); };
    }
    return left;
  }
  [[nodiscard]] Test one() {
    if (skip("(")) {
      Test inner = any();
      expect(")");
      return inner;
    }
    if (skip("not")) return [inner = one()](const Row& row) { return !inner(row); };
    return condition();
  }

  [[nodiscard]] Test condition() {
    const Column& which = column(take(Token::Kind::field, true));
    const bool negated = skip("not");
    std::string how = lower(peek().text);
    ++at_;
    std::vector<std::string> values;
    if (how == "in") {
      expect("(");
      do {
        values.push_back(value());
      } while (skip(","));
      expect(")");
      how = "=";
    } else {
      values.push_back(value());
    }
    if (which.type == Type::date) check_dates(values);
    return [this, &which, how, values, negated](const Row& row) {
      const bool holds = std::ranges::any_of(
          values, [&](const std::string& each) { return compare(which, how, row, each); });
      return holds != negated;
    };
  }

  void check_dates(const std::vector<std::string>& values) const {
    for (const std::string& each : values) {
      if (!parse_iso_instant(each))
        throw Refused{fmt::format("VS402341: The value '{}' is not a valid date for the comparison.", each)};
      if (each.size() > 10 && !context_.time_precision)
        throw Refused{
            "You cannot supply a time with the date when running a query using date precision. The error is "
            "caused by "
            "«'" +
            each + "'»."};
    }
  }

  [[nodiscard]] bool compare(const Column& which, const std::string& how, const Row& row,
                             const std::string& value) const {
    const tracker::Issue& item = row.issue.issue;
    const AzureWords& words = context_.words;
    if (which.type == Type::number) {
      const std::int64_t number = which.name == "System.Id" ? std::stoll(item.id) : row.issue.revision;
      return ordered(how, number, static_cast<std::int64_t>(std::stoll(value)));
    }
    if (which.type == Type::date) {
      Instant at = which.name == "System.CreatedDate" ? item.created : row.changed;
      if (!context_.time_precision) at = std::chrono::floor<std::chrono::days>(at);
      return ordered(how, at, *parse_iso_instant(value));
    }
    if (which.type == Type::person) {
      const SiteUser* const user = words.user_of(value);
      const std::string& id = which.name == "System.CreatedBy" ? row.issue.creator : item.assignee.id;
      return how == "<>" ? user == nullptr || user->id != id : user != nullptr && user->id == id;
    }
    if (which.type == Type::tags) {
      return std::ranges::any_of(item.labels,
                                 [&](const std::string& tag) { return lower(tag) == lower(value); });
    }
    const std::string text = lower(text_of_column(which.name, item));
    const std::string wanted = lower(value);
    if (how == "under") return text == wanted || text.starts_with(wanted + "\\");
    if (how == "contains") return text.contains(wanted);
    return how == "<>" ? text != wanted : text == wanted;
  }

  [[nodiscard]] std::string text_of_column(std::string_view name, const tracker::Issue& item) const {
    if (name == "System.TeamProject" || name == "System.AreaPath") return item.project_name;
    if (name == "System.WorkItemType") return context_.words.type(item.type);
    if (name == "System.State") return item.status.name;
    if (name == "System.IterationPath")
      return context_.words.iteration_path(item.sprint_ids.empty() ? "" : item.sprint_ids.back(),
                                           item.project_name);
    return item.summary;
  }

  template <class T>
  [[nodiscard]] static bool ordered(const std::string& how, const T& a, const T& b) {
    if (how == "=") return a == b;
    if (how == "<>") return a != b;
    if (how == "<") return a < b;
    if (how == "<=") return a <= b;
    if (how == ">") return a > b;
    if (how == ">=") return a >= b;
    throw Refused{fmt::format("TF51007: The operator {} cannot be used here.", how)};
  }

  [[nodiscard]] std::string value() {
    const Token token = peek();
    ++at_;
    if (token.kind == Token::Kind::text || token.kind == Token::Kind::number) return token.text;
    if (lower(token.text) == "@project" && context_.project != nullptr) return context_.project->name;
    if (lower(token.text) == "@me") return context_.words.user_guid(context_.words.site().me);
    --at_;
    refuse();
    return {};
  }

  [[nodiscard]] const Token& peek() const { return tokens_[at_]; }
  std::string take(Token::Kind kind, bool or_word) {
    if (peek().kind != kind && !(or_word && peek().kind == Token::Kind::word)) refuse();
    return tokens_[at_++].text;
  }
  bool skip(std::string_view word) {
    const bool plain = peek().kind == Token::Kind::word || peek().kind == Token::Kind::sign;
    if (!plain || lower(peek().text) != word) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view word) {
    if (!skip(word)) refuse();
  }
  void refuse() const {
    throw Refused{
        fmt::format("TF51006: The query statement is wrong. The error is caused by «{}».", peek().text)};
  }

  const WiqlContext& context_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

std::expected<WiqlResult, std::string> run_wiql(std::string_view query, const WiqlContext& context) {
  try {
    return Reader{query, context}.run();
  } catch (const Refused& refused) {
    return std::unexpected(refused.message);
  }
}

}  // namespace stint::test
