// A model that talks about itself, or says that it will not.
#include <array>
#include <fmt/format.h>

#include "language/quality/checks.h"
#include "language/quality/text_units.h"

namespace stint::language {
namespace {

// Normalised, see text_units.h. Whole words.
constexpr std::array<std::string_view, 17> kAnywhere{
    "as an ai",
    "as an artificial intelligence",
    "as a language model",
    "as a large language model",
    "i am an ai",
    "i'm an ai",
    "i am a language model",
    "i'm a language model",
    "my training data",
    "my knowledge cutoff",
    "against my guidelines",
    "als ki-modell",
    "als ki-sprachmodell",
    "als sprachmodell",
    "als künstliche intelligenz",
    "en tant que modèle de langage",
    "como modelo de lenguaje",
};

// Where a sentence begins: within one, somebody else may be quoted.
constexpr std::array<std::string_view, 29> kAtBeginnings{
    "i cannot",
    "i can't",
    "i can not",
    "i am unable",
    "i'm unable",
    "i am not able to",
    "i'm not able to",
    "i won't",
    "i will not",
    "i must decline",
    "i apologize",
    "i apologise",
    "i do not have access",
    "i don't have access",
    "i do not have enough information",
    "i don't have enough information",
    "i'm sorry",
    "i am sorry",
    "sorry",
    "unfortunately i",
    "ich kann ihnen dabei",
    "ich kann dabei nicht",
    "ich kann diese anfrage",
    "ich bin nicht in der lage",
    "es tut mir leid",
    "tut mir leid",
    "leider kann ich",
    "je ne peux pas",
    "lo siento",
};

std::string padded(std::string_view text) {
  return " " + normalised(text) + " ";
}

}  // namespace

Check check_refusal(std::string_view text, const Expectations& /*expected*/) {
  const std::string whole = padded(text);
  for (const std::string_view phrase : kAnywhere) {
    if (whole.find(fmt::format(" {} ", phrase)) != std::string::npos) {
      return failed(0, fmt::format("\"{}\"", phrase));
    }
  }
  for (const std::string_view sentence : sentences_of(text)) {
    const std::string words = padded(sentence);
    for (const std::string_view phrase : kAtBeginnings) {
      if (words.starts_with(fmt::format(" {} ", phrase))) {
        return failed(0, fmt::format("a sentence begins with \"{}\"", phrase));
      }
    }
  }
  return passed();
}

}  // namespace stint::language
