#include "demo/cast.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "demo/domains.h"
#include "demo/json_writer.h"

namespace stint::demo {

namespace {

constexpr std::array<Zone, 8> kZones{{{"Europe/Berlin", 60, true},
                                      {"Europe/Lisbon", 0, true},
                                      {"Europe/Helsinki", 120, true},
                                      {"Asia/Kolkata", 330, false},
                                      {"America/Sao_Paulo", -180, false},
                                      {"Africa/Nairobi", 180, false},
                                      {"Europe/Warsaw", 60, true},
                                      {"Asia/Singapore", 480, false}}};

constexpr std::array<std::string_view, 96> kGiven{
    "Amara",  "Anders",  "Aylin",    "Beatriz", "Benedikt", "Bogdan", "Camille", "Carlos", "Chidi",
    "Chiara", "Daniela", "Darius",   "Deepa",   "Dimitri",  "Elif",   "Emeka",   "Emma",   "Erik",
    "Esther", "Farah",   "Felix",    "Fiona",   "Gabriel",  "Greta",  "Hamid",   "Hana",   "Haruki",
    "Helena", "Hugo",    "Ibrahim",  "Ines",    "Ingrid",   "Isaac",  "Ivana",   "Jamal",  "Jana",
    "Javier", "Jelena",  "Jonas",    "Joy",     "Julia",    "Kamal",  "Karin",   "Kenji",  "Kwame",
    "Lars",   "Laila",   "Leon",     "Lucia",   "Luka",     "Magda",  "Malik",   "Manon",  "Marek",
    "Maria",  "Mateo",   "Mei",      "Mila",    "Mina",     "Nadia",  "Naveen",  "Neha",   "Nikolai",
    "Noor",   "Olga",    "Oluwa",    "Omar",    "Paula",    "Pedro",  "Petra",   "Priya",  "Quentin",
    "Rafael", "Rania",   "Ravi",     "Renata",  "Rosa",     "Ruth",   "Samuel",  "Sanna",  "Selin",
    "Sofia",  "Stefan",  "Svetlana", "Tariq",   "Teresa",   "Thandi", "Tomasz",  "Uma",    "Valentin",
    "Vera",   "Viktor",  "Wanjiru",  "Yara",    "Yusuf",    "Zofia"};

constexpr std::array<std::string_view, 96> kFamily{
    "Abara",    "Achieng",  "Adeyemi",  "Almeida",   "Andersson", "Aydin",     "Baumann",  "Becker",
    "Bianchi",  "Bose",     "Brandt",   "Carvalho",  "Castillo",  "Chaudhary", "Chen",     "Costa",
    "Demir",    "Diallo",   "Dietrich", "Dubois",    "Eklund",    "Fernandes", "Ferrari",  "Fischer",
    "Fontaine", "Garcia",   "Gupta",    "Haddad",    "Hansen",    "Hashimoto", "Hoffmann", "Horvat",
    "Ibáñez",   "Ivanova",  "Iyer",     "Jankowski", "Jensen",    "Joshi",     "Kamara",   "Kapoor",
    "Karlsson", "Kaya",     "Keller",   "Khan",      "Kimani",    "Kovács",    "Kowalska", "Krüger",
    "Kumar",    "Laine",    "Larsen",   "Lehmann",   "Lindqvist", "Lopes",     "Mahlangu", "Marino",
    "Martins",  "Mehta",    "Mensah",   "Moreau",    "Müller",    "Mwangi",    "Nair",     "Navarro",
    "Ndiaye",   "Nguyen",   "Novák",    "Nowak",     "Okafor",    "Okonkwo",   "Oliveira", "Otieno",
    "Patel",    "Pereira",  "Petrov",   "Popescu",   "Rahman",    "Ramos",     "Reyes",    "Ricci",
    "Rossi",    "Santos",   "Sato",     "Schneider", "Sharma",    "Silva",     "Singh",    "Suzuki",
    "Tanaka",   "Teixeira", "Tran",     "Virtanen",  "Wagner",    "Weber",     "Yılmaz",   "Zielinska"};

std::string account_id(std::uint64_t seed) {
  return fmt::format("5{:07x}{:016x}", mix(seed, 1) >> 36U, mix(seed, 2));
}

Person make_person(std::string name, std::uint64_t seed, std::string_view zone, std::string_view type) {
  Person person{.name = std::move(name), .account = account_id(seed), .json = {}};
  const std::string& account = person.account;
  JsonWriter json(person.json);
  json.begin_object()
      .field("self", fmt::format("{}/rest/api/3/user?accountId={}", kSite, account))
      .field("accountId", account)
      .field("displayName", person.name)
      .field("active", true)
      .field("timeZone", zone)
      .field("accountType", type)
      .end_object();
  return person;
}

// The key tells the project; later boards of the same domain get letters on top.
std::string key_of(std::string_view base, std::int64_t round) {
  std::string key(base);
  for (; round > 0; round = (round - 1) / 26) key.push_back(static_cast<char>('A' + (round - 1) % 26));
  return key;
}

}  // namespace

void cast_team(Board& board, std::uint64_t organisation, Random& random) {
  const auto& domains = all_domains();
  const auto count = static_cast<std::int64_t>(domains.size());
  const auto turn = static_cast<std::int64_t>(mix(organisation, 0xd0) % domains.size());
  const std::int64_t round = board.index / count;
  board.domain = &domains[at((board.index + turn) % count)];
  board.key = key_of(board.domain->key, round);
  board.project_name = std::string(board.domain->product);
  if (round > 0) board.project_name += fmt::format(" {}", round + 1);
  board.name = fmt::format("{} board", board.project_name);
  board.zone = &random.pick(kZones);
  board.has_testing = random.chance(450);
  board.has_released = random.chance(350);
  board.developers = static_cast<std::int32_t>(random.between(5, 8));
  std::vector<std::string> taken;
  while (static_cast<std::int32_t>(board.people.size()) < board.developers + 2) {
    std::string name(random.pick(kGiven));
    name.append(" ").append(random.pick(kFamily));
    if (std::find(taken.begin(), taken.end(), name) != taken.end()) continue;
    taken.push_back(name);
    board.people.push_back(make_person(std::move(name), random.next(), board.zone->name, "atlassian"));
  }
  board.people.push_back(make_person("Automation for Jira", mix(organisation, 0xb1), "Etc/UTC", "app"));
  board.people.push_back(make_person("Release Bot", mix(organisation, 0xb2), "Etc/UTC", "app"));
}

}  // namespace stint::demo
