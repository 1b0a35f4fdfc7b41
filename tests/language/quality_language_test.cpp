// Which language a text is in.
#include <gtest/gtest.h>

#include "language/quality/language_profile.h"
#include "language/quality/quality.h"

namespace stint::language {
namespace {

struct Sample {
  std::string_view code;
  std::string_view text;
};

// Ordinary sentences, and sentences about sprints.
constexpr Sample kSamples[] = {
    {"en", "It rained all night, and when we woke up the street in front of our house was under water."},
    {"en",
     "The team completed 24 of the 40 points it had committed to, and 3 items were blocked for a day or "
     "more."},
    {"en", "Before the next planning, settle who removes what blocks A-1, A-2 and A-3."},
    {"de",
     "Es hat die ganze Nacht geregnet, und als wir aufwachten, stand die Stra\u00DFe vor dem Haus unter "
     "Wasser."},
    {"de",
     "Das Team hat 24 der 40 zugesagten Punkte abgeschlossen, und 3 Aufgaben waren einen Tag oder "
     "l\u00E4nger blockiert."},
    {"de", "Kl\u00E4rt vor der n\u00E4chsten Planung, wer beseitigt, was A-1, A-2 und A-3 blockiert."},
    {"fr",
     "Il a plu toute la nuit et, quand nous nous sommes r\u00E9veill\u00E9s, la rue devant la maison "
     "\u00E9tait sous l'eau."},
    {"fr",
     "L'\u00E9quipe a termin\u00E9 24 des 40 points pr\u00E9vus, et 3 t\u00E2ches ont \u00E9t\u00E9 "
     "bloqu\u00E9es pendant un jour ou plus."},
    {"es",
     "Llovi\u00F3 toda la noche y, cuando nos despertamos, la calle delante de la casa estaba bajo el agua."},
    {"es",
     "El equipo complet\u00F3 24 de los 40 puntos que hab\u00EDa prometido, y 3 tareas estuvieron bloqueadas "
     "un d\u00EDa o m\u00E1s."},
    {"it",
     "Ha piovuto tutta la notte e quando ci siamo svegliati la strada davanti alla casa era sotto l'acqua."},
    {"it",
     "La squadra ha completato 24 dei 40 punti che aveva promesso, e 3 attivit\u00E0 sono rimaste bloccate "
     "per un giorno o pi\u00F9."},
    {"nl",
     "Het heeft de hele nacht geregend en toen we wakker werden stond de straat voor het huis onder water."},
    {"nl",
     "Het team heeft 24 van de 40 toegezegde punten afgerond en 3 taken waren een dag of langer "
     "geblokkeerd."},
    {"pt", "Choveu a noite toda e, quando acordamos, a rua em frente da casa estava debaixo de \u00E1gua."},
    {"pt",
     "A equipe concluiu 24 dos 40 pontos que tinha prometido, e 3 tarefas ficaram bloqueadas por um dia ou "
     "mais."},
};

Check language_check(std::string_view text, const std::string& code) {
  Expectations expected;
  expected.language = code;
  return *assess(text, expected).find("language");
}

TEST(QualityLanguage, KnowsOrdinarySentences) {
  for (const Sample& sample : kSamples) {
    const LanguageReading reading = read_language(sample.text);
    EXPECT_EQ(reading.best.profile->code, sample.code) << sample.text << " " << reading.best.likeness;
    EXPECT_TRUE(language_check(sample.text, std::string{sample.code}).passed) << sample.text;
  }
}

TEST(QualityLanguage, RefusesEnglishForGermanAndTheReverse) {
  for (const Sample& sample : kSamples) {
    for (const std::string code : {"en", "de"}) {
      if (sample.code == code) continue;
      const Check check = language_check(sample.text, code);
      EXPECT_FALSE(check.passed) << code << ": " << sample.text << " " << check.reason;
      EXPECT_LT(check.score, 0.5);
    }
  }
  EXPECT_EQ(language_check(kSamples[0].text, "de-AT").reason, "reads like English rather than German");
}

TEST(QualityLanguage, SaysThatItDoesNotKnow) {
  for (const std::string text : {"Sprint 12: 38 %", "All is well.", "A-1 A-2 A-3 A-4 A-5 A-6 A-7", ""}) {
    const Check check = language_check(text, "en");
    EXPECT_TRUE(check.passed) << text;
    EXPECT_DOUBLE_EQ(check.score, 0.5);
    EXPECT_EQ(check.reason, "too short to tell the language");
  }
  const Check finnish = language_check(
      "Satoi koko y\u00F6n, ja kun her\u00E4simme, katu talon edess\u00E4 oli veden alla.", "fi");
  EXPECT_TRUE(finnish.passed);
  EXPECT_EQ(finnish.reason, "there is no profile of \"fi\"");
}

TEST(QualityLanguage, RefusesWhatIsNoLanguageItKnows) {
  for (const std::string text : {"Xq zvpl kwrt bnmj fgdq wlkp zzrt qpwk vbnm xcvz ljhg.",
                                 "\u0428\u0451\u043B \u0434\u043E\u0436\u0434\u044C \u0432\u0441\u044E "
                                 "\u043D\u043E\u0447\u044C \u0438 "
                                 "\u043A\u043E\u0433\u0434\u0430 \u043C\u044B "
                                 "\u043F\u0440\u043E\u0441\u043D\u0443\u043B\u0438\u0441\u044C."}) {
    const Check check = language_check(text, "en");
    EXPECT_FALSE(check.passed) << text;
    EXPECT_EQ(check.reason, "reads like no language, rather than English");
  }
}

TEST(QualityLanguage, HasAProfileOfEachLanguageOnce) {
  for (const LanguageProfile& profile : language_profiles()) {
    EXPECT_EQ(find_profile(profile.code), &profile);
    EXPECT_TRUE(profile.words.starts_with(' ') && profile.words.ends_with(' '));
    EXPECT_TRUE(profile.trigrams.starts_with(' ') && profile.trigrams.ends_with(' '));
  }
  EXPECT_EQ(find_profile("xx"), nullptr);
}

}  // namespace
}  // namespace stint::language
