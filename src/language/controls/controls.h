// How something is to be worded, whatever it says: potentiometers from 0 to 100 and switches. Values; what
// they bring about is in effects.h.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace stint::language {

enum class Layout { prose, bullets };
// Whether the reader is told what to do, or what would help.
enum class Address { neutral, you };

// Made by set() and parse_controls() these are always in range. What stands here is the default.
struct Controls {
  int depth = 50;       // how many of the facts are said
  int creativity = 50;  // how freely words are chosen
  int technical = 50;   // terms of the trade, or everyday words
  int formality = 50;   // contractions, or the words of a report
  int length = 50;      // how many sentences
  Layout layout = Layout::prose;
  Address address = Address::you;
  bool examples = true;         // whether all the issues to look at first are named, or a single one
  bool plain = false;           // everyday words and short sentences, whatever `technical` says
  std::string language = "en";  // of the text: a language code with an optional region, "de", "pt-BR"

  // Leaves everything as it is when it fails. ErrorCode::usage: a name that is none, a value out of range.
  Outcome set(std::string_view name, std::string_view value);
  // As set() takes it; `name` is one of those in control_infos().
  [[nodiscard]] std::string get(std::string_view name) const;
  // What differs from the defaults, as parse_controls() reads it: "length=80,plain=on"; empty for none. The
  // same for equal controls, so that it can be part of a key.
  [[nodiscard]] std::string text() const;

  friend bool operator==(const Controls&, const Controls&) = default;
};

// For the command line's and the interface's own description.
struct ControlInfo {
  std::string_view name;
  std::string_view description;
  std::string_view range;  // "0 to 100", "on or off"
};
[[nodiscard]] std::span<const ControlInfo> control_infos();

// What a reader of some role likes to read.
struct Preset {
  std::string_view name;
  std::string_view description;
  std::string_view settings;  // as parse_controls() reads them
};
[[nodiscard]] std::span<const Preset> presets();

// "length=80, plain=on" changes `base`; the name of a preset takes its settings over, so that
// "lead, length=80" is a preset with one setting of one's own. Later ones win. Errors as of Controls::set().
[[nodiscard]] Result<Controls> parse_controls(std::string_view list, Controls base = {});

}  // namespace stint::language
