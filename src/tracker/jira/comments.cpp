#include "tracker/jira/comments.h"

#include <algorithm>
#include <utility>

#include "tracker/jira/values.h"

namespace stint::tracker::jira {

void add_person(std::vector<Person>& people, const Person& person) {
  if (person.id.empty()) return;
  const auto known = [&](const Person& other) { return other.id == person.id; };
  if (std::ranges::none_of(people, known)) people.push_back(person);
}

Outcome read_comments(json::Value list, std::vector<Comment>& comments, std::vector<Person>& people) {
  for (const json::Value item : list.items()) {
    const auto at = read_instant(item["created"]);
    if (!at) return fail(ErrorCode::usage, "a comment has no readable \"created\" date");
    const Person author = read_person(item["author"]);
    add_person(people, author);
    Comment comment;
    comment.id = id_text(item["id"]);
    comment.at = *at;
    comment.author = author.id;
    comment.author_bot = author.bot;
    comment.body = read_rich_text(item["body"]);
    if (comment.id.empty()) comment.id = "t" + std::to_string(to_epoch_ms(*at));
    comments.push_back(std::move(comment));
  }
  return {};
}

}  // namespace stint::tracker::jira
