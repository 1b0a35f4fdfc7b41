#include "support/trackers/jira_query.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <optional>
#include <set>

#include "support/trackers/jira_dates.h"

namespace stint::test {
namespace {

using Match = std::function<bool(const IndexedIssue&)>;

std::string lowered(std::string_view text) {
  std::string copy{text};
  for (char& c : copy) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return copy;
}

struct Token {
  std::string text;  // operators and words as they are; quoted texts unescaped
  bool quoted = false;
};

struct Fault {
  std::string message;
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++i;
    } else if (c == '"' || c == '\'') {
      std::string value;
      for (++i; i < text.size() && text[i] != c; ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) {
          ++i;
          value += text[i] == 'n' ? '\n' : text[i] == 'r' ? '\r' : text[i] == 't' ? '\t' : text[i];
        } else {
          value += text[i];
        }
      }
      if (i >= text.size()) throw Fault{"Error in the JQL Query: The quoted string has not been completed."};
      ++i;
      tokens.push_back({std::move(value), true});
    } else if (std::string_view{"(),"}.find(c) != std::string_view::npos) {
      tokens.push_back({std::string{c}, false});
      ++i;
    } else if (std::string_view{"=!~<>"}.find(c) != std::string_view::npos) {
      const bool two = i + 1 < text.size() && (text[i + 1] == '=' || text[i + 1] == '~');
      tokens.push_back({std::string{text.substr(i, two ? 2 : 1)}, false});
      i += two ? 2 : 1;
    } else {
      const std::size_t begin = i;
      while (i < text.size() && std::isspace(static_cast<unsigned char>(text[i])) == 0 &&
             std::string_view{"(),=!~<>\"'"}.find(text[i]) == std::string_view::npos)
        ++i;
      tokens.push_back({std::string{text.substr(begin, i - begin)}, false});
    }
  }
  return tokens;
}

// Recursive descent. Faults are thrown inside this file only.
class Reader {
 public:
  Reader(std::string_view text, const JqlContext& context) : context_(context), tokens_(tokens_of(text)) {}

  JqlQuery read() {
    JqlQuery query;
    if (!done() && !at_word("order")) {
      query.matches = either();
      query.bounded = true;
    } else {
      query.matches = [](const IndexedIssue&) { return true; };
    }
    if (take_word("order")) {
      if (!take_word("by")) throw unexpected();
      do query.order.push_back(order());
      while (take(","));
    }
    if (!done()) throw unexpected();
    return query;
  }

 private:
  [[nodiscard]] bool done() const { return at_ >= tokens_.size(); }
  [[nodiscard]] bool at_word(std::string_view word) const {
    return !done() && !tokens_[at_].quoted && lowered(tokens_[at_].text) == word;
  }
  bool take_word(std::string_view word) {
    const bool found = at_word(word);
    at_ += found ? 1 : 0;
    return found;
  }
  bool take(std::string_view sign) { return take_word(sign); }
  [[nodiscard]] Fault unexpected() const {
    if (done()) return {"Error in the JQL Query: The query ended before it was complete."};
    return {fmt::format("Error in the JQL Query: Expecting something else before '{}'.", tokens_[at_].text)};
  }
  Token next() {
    if (done()) throw unexpected();
    return tokens_[at_++];
  }

  Match either() {
    Match left = both();
    while (take_word("or")) {
      left = [left, right = both()](const IndexedIssue& row) { return left(row) || right(row); };
    }
    return left;
  }
  Match both() {
    Match left = one();
    while (take_word("and")) {
      left = [left, right = one()](const IndexedIssue& row) { return left(row) && right(row); };
    }
    return left;
  }
  Match one() {
    if (take_word("not")) return [inner = one()](const IndexedIssue& row) { return !inner(row); };
    if (take("(")) {
      Match inner = either();
      if (!take(")")) throw unexpected();
      return inner;
    }
    return clause();
  }

  Match clause() {
    const std::string field = lowered(next().text);
    if (field == "created" || field == "createddate") return dates(field, false);
    if (field == "updated" || field == "updateddate") return dates(field, true);
    if (field == "summary") return summary();
    return values(field);
  }

  Match dates(const std::string& field, bool updated) {
    const std::string sign = next().text;
    const Instant bound = instant(field);
    const auto of = [updated](const IndexedIssue& row) {
      return updated ? row.updated : row.issue.issue.created;
    };
    if (sign == ">=") return [=](const IndexedIssue& row) { return of(row) >= bound; };
    if (sign == ">") return [=](const IndexedIssue& row) { return of(row) > bound; };
    if (sign == "<=") return [=](const IndexedIssue& row) { return of(row) <= bound; };
    if (sign == "<") return [=](const IndexedIssue& row) { return of(row) < bound; };
    throw Fault{fmt::format("The operator '{}' is not supported by the '{}' field.", sign, field)};
  }

  Instant instant(const std::string& field) {
    const Token token = next();
    if (!token.quoted && lowered(token.text) == "now" && take("(") && take(")")) return context_.now;
    if (const auto ago = relative_time(token.text)) return context_.now - *ago;
    if (const auto local = local_date(token.text)) return context_.zone.instant_of(*local);
    // A bare number is in milliseconds since 1970.
    const bool digits = token.text.find_first_not_of("0123456789") == std::string::npos;
    if (!token.quoted && digits && token.text.size() < 16) return from_epoch_ms(std::stoll(token.text));
    throw Fault{
        fmt::format("Date value '{}' for field '{}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', "
                    "'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.",
                    token.text, field)};
  }

  Match summary() {
    if (!take("~")) throw Fault{"The operator is not supported by the 'summary' field."};
    std::string wanted = lowered(next().text);
    std::erase(wanted, '"');
    return [wanted](const IndexedIssue& row) { return lowered(row.issue.issue.summary).contains(wanted); };
  }

  Match values(const std::string& field) {
    const auto texts = texts_of(field);
    bool negative = false;
    std::set<std::string> wanted;
    bool empty = false;
    if (take("=")) {
      wanted.insert(value());
    } else if (take("!=")) {
      negative = true;
      wanted.insert(value());
    } else if (take_word("is")) {
      negative = take_word("not");
      if (!take_word("empty") && !take_word("null")) throw unexpected();
      empty = true;
    } else {
      negative = take_word("not");
      if (!take_word("in") || !take("(")) throw unexpected();
      do wanted.insert(value());
      while (take(","));
      if (!take(")")) throw unexpected();
    }
    check_known(field, wanted);
    return [=](const IndexedIssue& row) {
      const std::vector<std::string> have = texts(row.issue);
      if (empty) return have.empty() != negative;
      const bool any =
          std::ranges::any_of(have, [&](const std::string& text) { return wanted.contains(lowered(text)); });
      return any != negative;
    };
  }

  std::string value() {
    const Token token = next();
    if (!token.quoted && lowered(token.text) == "currentuser" && take("(") && take(")"))
      return lowered(context_.site.me);
    if (!token.quoted && token.text == "(") throw unexpected();
    return lowered(token.text);
  }

  using Texts = std::function<std::vector<std::string>(const SiteIssue&)>;
  static std::vector<std::string> present(std::vector<std::string> texts) {
    std::erase(texts, "");
    return texts;
  }
  [[nodiscard]] Texts texts_of(const std::string& field) const {
    Site* const site = &context_.site;
    if (field == "project") {
      return [site](const SiteIssue& each) {
        const SiteProject* const home = site->project(each.issue.project_key);
        return std::vector<std::string>{home->key, home->name, home->id};
      };
    }
    if (field == "id" || field == "key" || field == "issue" || field == "issuekey") {
      return [](const SiteIssue& each) {
        std::vector<std::string> texts = each.former_keys;
        texts.insert(texts.end(), {each.issue.id, each.issue.key});
        return texts;
      };
    }
    if (field == "issuetype" || field == "type")
      return [](const SiteIssue& each) { return std::vector<std::string>{each.issue.type}; };
    if (field == "status")
      return [](const SiteIssue& each) {
        return std::vector<std::string>{each.issue.status.id, each.issue.status.name};
      };
    if (field == "labels") return [](const SiteIssue& each) { return each.issue.labels; };
    const auto person = [site](const std::string& id) {
      const SiteUser* const user = site->user(id);
      return user == nullptr ? std::vector<std::string>{}
                             : present({user->id, user->login, user->email, user->name});
    };
    if (field == "reporter")
      return [person](const SiteIssue& each) { return person(each.issue.reporter.id); };
    if (field == "creator") return [person](const SiteIssue& each) { return person(each.creator); };
    if (field == "assignee")
      return [person](const SiteIssue& each) { return person(each.issue.assignee.id); };
    throw Fault{fmt::format("Field '{}' does not exist or you do not have permission to view it.", field)};
  }

  void check_known(const std::string& field, const std::set<std::string>& wanted) const {
    if (field == "project") {
      for (const std::string& text : wanted) {
        const auto fits = [&](const SiteProject& each) {
          return lowered(each.key) == text || lowered(each.name) == text || each.id == text;
        };
        if (std::ranges::none_of(context_.site.projects, fits))
          throw Fault{fmt::format("The value '{}' does not exist for the field 'project'.", text)};
      }
    }
    const bool issues = field == "id" || field == "key" || field == "issue" || field == "issuekey";
    if (!issues || !context_.known_ids_only) return;
    for (const std::string& text : wanted) {
      if (context_.site.find(text) == nullptr)
        throw Fault{fmt::format("An issue with key '{}' does not exist for field '{}'.", text, field)};
    }
  }

  JqlOrder order() {
    const std::string field = lowered(next().text);
    JqlOrder order;
    if (field == "key" || field == "issuekey") {
      order.by = JqlOrder::By::key;
    } else if (field == "id" || field == "issue") {
      order.by = JqlOrder::By::id;
    } else if (field == "created" || field == "createddate") {
      order.by = JqlOrder::By::created;
    } else if (field == "updated" || field == "updateddate") {
      order.by = JqlOrder::By::updated;
    } else {
      throw Fault{fmt::format("Not able to sort using field '{}'.", field)};
    }
    if (take_word("desc")) {
      order.descending = true;
    } else {
      take_word("asc");
    }
    return order;
  }

  const JqlContext& context_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

std::expected<JqlQuery, std::string> parse_jql(std::string_view text, const JqlContext& context) {
  try {
    return Reader{text, context}.read();
  } catch (const Fault& fault) {
    return std::unexpected(fault.message);
  }
}

}  // namespace stint::test
