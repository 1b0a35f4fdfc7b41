// Collecting the people that an issue names.
#pragma once

#include <algorithm>
#include <vector>

#include "tracker/model.h"

namespace stint::tracker {

// Each once; nobody without an id.
inline void add_person(std::vector<Person>& people, const Person& person) {
  if (person.id.empty() || std::ranges::find(people, person.id, &Person::id) != people.end()) return;
  people.push_back(person);
}

}  // namespace stint::tracker
