#include <array>

#include "language/controls/controls.h"

namespace stint::language {
namespace {

constexpr std::array kPresets{
    Preset{"scrum_master", "what to bring to the next daily or retrospective, with the reasons",
           "depth=60,length=60"},
    Preset{"product_owner", "what it means for the plan, in everyday words",
           "technical=30,length=50,formality=60"},
    Preset{"developer", "the facts and the issues, in the terms of the trade, one line each",
           "depth=80,technical=80,formality=20,length=60,layout=bullets"},
    Preset{"lead", "a short report for somebody outside the team",
           "depth=30,technical=40,formality=80,length=30,address=neutral,examples=off"},
};

}  // namespace

std::span<const Preset> presets() {
  return kPresets;
}

}  // namespace stint::language
