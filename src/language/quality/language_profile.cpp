#include "language/quality/language_profile.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "language/quality/text_units.h"
#include "lib/utf8proc/characters.h"

namespace stint::language {
namespace {

constexpr std::array kProfiles{
    LanguageProfile{
        "en", "English",
        " the of and to in a is that it was for on are with as be at by this have from or had not but what "
        "all "
        "were we when your can there an which their if do will each about how up out them then she many some "
        "so "
        "these would other into has more her two like him could than first its who now people my made over "
        "did "
        "down only way use no nothing before after where while should been they he you his it's don't ",
        " _th the he_ nd_ ed_ and _an ing ng_ ion on_ _in of_ _of to_ _to er_ re_ at_ _co es_ is_ in_ _re "
        "ent for "
        "_fo tio ere _be her _ha all hat tha ter _wh ver ly_ _wa en_ as_ or_ _st ati _wi ith th_ ore ess ear "
        "ll_ "
        "_no ght men ted _it ers "},
    LanguageProfile{
        "de", "German",
        " der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden "
        "aus "
        "er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder "
        "aber "
        "vor zur bis mehr durch man sein wurde sei wenn kann was wir ihr ich alle diese dieser dieses nichts "
        "vom wurden schon muss ihre seit keine gegen unter weil ohne waren denn damit weniger ",
        " _de en_ er_ der ie_ ein ich die ch_ _di sch _un und nd_ che den in_ cht _ei gen nde ung ng_ te_ "
        "_ge "
        "_da ten ver _ve ine es_ ehr _be ier ter st_ _zu ens as_ _wi ere _au auf _in _sc eit ern ist _is nen "
        "ich "
        "lic hen uf_ ach hte rde erd em_ _mi mit _nic nic üb ür_ für "},
    LanguageProfile{
        "fr", "French",
        " de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec "
        "ou "
        "son aux comme mais on cette été ont ses leur nous elle entre sans très fait même deux peut tout ces "
        "après tous aussi leurs bien sa était être avant où si vous je depuis dont rien moins ",
        " _de es_ de_ ent le_ nt_ la_ _le _la les _pa ion on_ re_ e_d _co des ne_ que tio ue_ _qu men _et "
        "et_ our "
        "_en en_ par ur_ est ons eme ans _po _un une ait us_ _du du_ _pr ais été ée_ ées oir "},
    LanguageProfile{"es", "Spanish",
                    " de la que el en y a los se del las un por con no una su para es al lo como más o pero "
                    "sus le ha me si "
                    "sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años "
                    "hasta desde está mi "
                    "porque qué sólo han yo hay vez puede todos así nada menos donde quien ",
                    " _de de_ os_ la_ _la el_ es_ _el as_ ent que _qu ue_ en_ _en ado do_ ión ón_ ció nte "
                    "los _lo _co con ar_ "
                    "aci _se ien sta _es _pa par ara ra_ est te_ _un del res dos ido era "},
    LanguageProfile{"it", "Italian",
                    " di e il la che in un a per è una del non con le si i da al dei nel sono come più della "
                    "lo anche alla ma "
                    "gli delle ha questo dal se ed o su degli questa ai tra loro nella era dopo stato suo "
                    "essere due molto "
                    "quando perché prima tutti ancora così cui sua hanno ogni meno niente senza ",
                    " _di to_ la_ re_ di_ _co che _ch he_ zio ion one ne_ ell _de del _in ent to_ no_ are "
                    "_la _pe per er_ "
                    "lla ato ta_ _il il_ con _un ere gli _si nte men sta ti_ ess ano azi "},
    LanguageProfile{
        "nl", "Dutch",
        " de het een van en in is dat op te zijn met voor niet aan er die als om ook maar bij dan door nog "
        "naar "
        "heeft uit wordt over hij was werd worden zich hebben deze dit kan meer of tot wat geen had waar zo "
        "ze "
        "onder omdat moet veel we je ik alle na toen tussen eerst niets minder zonder ",
        " _de de_ en_ een _ee et_ het _he van an_ _va er_ ver _ve aar _ge _in in_ ing ng_ oor _vo voo den "
        "ten "
        "sch _te te_ nde ijn zij _zi ij_ eli lij ijk aan _aa cht and _op op_ met _me ord oet iet "},
    LanguageProfile{
        "pt", "Portuguese",
        " de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das "
        "tem à "
        "seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era depois sem "
        "mesmo aos ter seus quem nas são sobre menos nada onde ",
        " _de de_ os_ _qu que ue_ ão_ ção _co do_ _do da_ _da ent as_ _pa par ara ra_ _se com _em em_ não "
        "_nã ado "
        "est _es nte te_ ar_ es_ ões uma _um dos ida por _po res men "},
};

bool holds(std::string_view list, const std::string& item) {
  return list.find(" " + item + " ") != std::string_view::npos;
}

struct Letters {
  std::vector<std::string> words;     // without digits
  std::vector<std::string> trigrams;  // with "_" at the edges of words
};

void add_trigrams(std::string_view word, std::vector<std::string>& out) {
  std::vector<std::string_view> letters{"_"};
  while (!word.empty()) {
    const std::string_view before = word;
    (void)take_character(word);
    letters.push_back(before.substr(0, before.size() - word.size()));
  }
  letters.emplace_back("_");
  for (std::size_t i = 2; i < letters.size(); ++i) {
    out.push_back(std::string{letters[i - 2]} + std::string{letters[i - 1]} + std::string{letters[i]});
  }
}

Letters letters_of(std::string_view text) {
  Letters out;
  for (std::string& word : words_of(text)) {
    // Single letters are small words of one language or another, and in anything typed at random.
    if (word.size() == 1 || std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; })) continue;
    add_trigrams(word, out.trigrams);
    out.words.push_back(std::move(word));
  }
  return out;
}

double likeness(const Letters& letters, const LanguageProfile& profile) {
  if (letters.words.empty()) return 0;
  const auto share = [](const std::vector<std::string>& items, std::string_view list) {
    const auto hits =
        std::ranges::count_if(items, [&](const std::string& item) { return holds(list, item); });
    return static_cast<double>(hits) / static_cast<double>(items.size());
  };
  return share(letters.words, profile.words) + share(letters.trigrams, profile.trigrams);
}

}  // namespace

std::span<const LanguageProfile> language_profiles() {
  return kProfiles;
}

const LanguageProfile* find_profile(std::string_view code) {
  const auto found = std::ranges::find(kProfiles, code.substr(0, code.find('-')), &LanguageProfile::code);
  return found == kProfiles.end() ? nullptr : &*found;
}

LanguageReading read_language(std::string_view text) {
  const Letters letters = letters_of(text);
  LanguageReading reading;
  reading.words = letters.words.size();
  for (const LanguageProfile& profile : kProfiles) {
    const Likeness one{&profile, likeness(letters, profile)};
    if (reading.best.profile == nullptr || one.likeness > reading.best.likeness) reading.best = one;
  }
  return reading;
}

double likeness(std::string_view text, const LanguageProfile& profile) {
  return likeness(letters_of(text), profile);
}

}  // namespace stint::language
