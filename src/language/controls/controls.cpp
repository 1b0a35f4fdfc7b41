#include "language/controls/controls.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <fmt/format.h>
#include <variant>

#include "base/text.h"

namespace stint::language {
namespace {

constexpr int kMost = 100;
constexpr std::size_t kShownOfAValue = 40;

using Potentiometer = int Controls::*;
using Switch = bool Controls::*;
using LayoutField = Layout Controls::*;
using AddressField = Address Controls::*;
using Code = std::string Controls::*;

struct Control {
  ControlInfo info;
  std::variant<Potentiometer, Switch, LayoutField, AddressField, Code> field;
};

constexpr std::string_view kRange = "0 to 100";
constexpr std::string_view kOnOff = "on or off";

constexpr std::array kControls{
    Control{{"depth", "how many of the facts are said", kRange}, &Controls::depth},
    Control{{"creativity", "how freely words are chosen; the built-in words do not change", kRange},
            &Controls::creativity},
    Control{{"technical", "terms of the trade, or everyday words", kRange}, &Controls::technical},
    Control{{"formality", "contractions, or the words of a report", kRange}, &Controls::formality},
    Control{{"length", "how many sentences", kRange}, &Controls::length},
    Control{{"layout", "running text, or one line a sentence", "prose or bullets"}, &Controls::layout},
    Control{{"address", "whether the reader is told what to do, or what would help", "you or neutral"},
            &Controls::address},
    Control{{"examples", "whether the issues to look at first are named, or only the first of them", kOnOff},
            &Controls::examples},
    Control{{"plain", "everyday words and short sentences, whatever technical says", kOnOff},
            &Controls::plain},
    Control{{"language", "of the text; the built-in words are English", "a code such as en, de or pt-BR"},
            &Controls::language},
};

// The infos alone, for those who only read them.
constexpr auto kInfos = [] {
  std::array<ControlInfo, kControls.size()> infos{};
  for (std::size_t i = 0; i < infos.size(); ++i) infos[i] = kControls[i].info;
  return infos;
}();

const Control* find_control(std::string_view name) {
  const auto found =
      std::ranges::find(kControls, name, [](const Control& control) { return control.info.name; });
  return found == kControls.end() ? nullptr : &*found;
}

std::string control_names() {
  std::string names;
  for (const ControlInfo& info : kInfos) {
    if (!names.empty()) names += ", ";
    names += info.name;
  }
  return names;
}

// For a message: neither endless nor able to move a terminal's cursor.
std::string shown(std::string_view value) {
  std::string out{value.substr(0, kShownOfAValue)};
  std::ranges::replace_if(out, [](char c) { return c < ' ' || c > '~'; }, '?');
  if (value.size() > kShownOfAValue) out += "...";
  return out;
}

std::unexpected<Error> refuse(std::string message, std::string hint = {}) {
  return fail(ErrorCode::usage, std::move(message), {}, std::move(hint));
}

Result<int> level(std::string_view name, std::string_view value) {
  int number = 0;
  const auto [at, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (at != value.data() + value.size() || error == std::errc::invalid_argument) {
    return refuse(
        fmt::format("controls.{} is a whole number from 0 to {}, not \"{}\"", name, kMost, shown(value)));
  }
  if (error != std::errc{} || number < 0 || number > kMost) {
    return refuse(fmt::format("controls.{} is from 0 to {}, not {}", name, kMost, shown(value)));
  }
  return number;
}

Result<bool> on_or_off(std::string_view name, std::string_view value) {
  if (value == "on" || value == "true") return true;
  if (value == "off" || value == "false") return false;
  return refuse(fmt::format("controls.{} is on or off, not \"{}\"", name, shown(value)));
}

// One of two words; `yes` stands for the first.
Result<bool> either(std::string_view name, std::string_view value, std::string_view yes,
                    std::string_view no) {
  if (value == yes) return true;
  if (value == no) return false;
  return refuse(fmt::format("controls.{} is {} or {}, not \"{}\"", name, yes, no, shown(value)));
}

bool all_of(std::string_view text, char first, char last) {
  return std::ranges::all_of(text, [=](char c) { return c >= first && c <= last; });
}

// Language and region of BCP 47; scripts and variants nobody asks a summary in.
bool is_language_code(std::string_view code) {
  const std::size_t dash = code.find('-');
  const std::string_view language = code.substr(0, dash);
  if (language.size() < 2 || language.size() > 3 || !all_of(language, 'a', 'z')) return false;
  if (dash == std::string_view::npos) return true;
  const std::string_view region = code.substr(dash + 1);
  return region.size() == 2 && all_of(region, 'A', 'Z');
}

struct Setter {
  Controls& controls;
  std::string_view name;
  std::string_view value;

  Outcome operator()(Potentiometer field) const {
    STINT_ASSIGN(number, level(name, value));
    controls.*field = number;
    return {};
  }
  Outcome operator()(Switch field) const {
    STINT_ASSIGN(on, on_or_off(name, value));
    controls.*field = on;
    return {};
  }
  Outcome operator()(LayoutField field) const {
    STINT_ASSIGN(prose, either(name, value, "prose", "bullets"));
    controls.*field = prose ? Layout::prose : Layout::bullets;
    return {};
  }
  Outcome operator()(AddressField field) const {
    STINT_ASSIGN(you, either(name, value, "you", "neutral"));
    controls.*field = you ? Address::you : Address::neutral;
    return {};
  }
  Outcome operator()(Code field) const {
    if (!is_language_code(value)) {
      return refuse(
          fmt::format("controls.{} is a code such as en, de or pt-BR, not \"{}\"", name, shown(value)));
    }
    controls.*field = value;
    return {};
  }
};

struct Getter {
  const Controls& controls;

  std::string operator()(Potentiometer field) const { return std::to_string(controls.*field); }
  std::string operator()(Switch field) const { return controls.*field ? "on" : "off"; }
  std::string operator()(LayoutField field) const {
    return controls.*field == Layout::prose ? "prose" : "bullets";
  }
  std::string operator()(AddressField field) const {
    return controls.*field == Address::you ? "you" : "neutral";
  }
  std::string operator()(Code field) const { return controls.*field; }
};

Outcome apply_preset(std::string_view name, Controls& controls) {
  const auto found = std::ranges::find(presets(), name, &Preset::name);
  if (found == presets().end()) {
    std::string names;
    for (const Preset& preset : presets()) names += (names.empty() ? "" : ", ") + std::string{preset.name};
    return refuse(fmt::format("there is no preset \"{}\"", shown(name)),
                  "the presets are " + names + "; a setting is written name=value");
  }
  STINT_ASSIGN(changed, parse_controls(found->settings, std::move(controls)));
  controls = std::move(changed);
  return {};
}

}  // namespace

std::span<const ControlInfo> control_infos() {
  return kInfos;
}

Outcome Controls::set(std::string_view name, std::string_view value) {
  const Control* const control = find_control(name);
  if (control == nullptr) {
    return refuse(fmt::format("there is no controls.{}", shown(name)), "there are " + control_names());
  }
  return std::visit(Setter{*this, name, value}, control->field);
}

std::string Controls::get(std::string_view name) const {
  const Control* const control = find_control(name);
  assert(control != nullptr);
  return std::visit(Getter{*this}, control->field);
}

std::string Controls::text() const {
  const Controls usual;
  std::string out;
  for (const ControlInfo& info : kInfos) {
    const std::string value = get(info.name);
    if (value == usual.get(info.name)) continue;
    if (!out.empty()) out += ',';
    out += fmt::format("{}={}", info.name, value);
  }
  return out;
}

Result<Controls> parse_controls(std::string_view list, Controls base) {
  while (!trimmed(list, " ").empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view one = trimmed(list.substr(0, comma), " ");
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    if (one.empty()) continue;
    const std::size_t equals = one.find('=');
    if (equals == std::string_view::npos) {
      STINT_TRY(apply_preset(one, base));
    } else {
      STINT_TRY(base.set(trimmed(one.substr(0, equals), " "), trimmed(one.substr(equals + 1), " ")));
    }
  }
  return base;
}

}  // namespace stint::language
