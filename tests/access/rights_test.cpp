// Roles, scopes and what a caller may do: tables.
#include <gtest/gtest.h>
#include <random>

#include "access/principal.h"
#include "access/user.h"

namespace stint::access {
namespace {

TEST(Role, HasANameThatComesBack) {
  for (const Role role : kRoles) EXPECT_EQ(role, parse_role(role_name(role)));
  EXPECT_EQ(std::nullopt, parse_role("Admin"));
  EXPECT_EQ(std::nullopt, parse_role(""));
}

TEST(Role, TheEntryOfAProjectStands) {
  const ProjectRoles roles{{"*", Role::lead}, {"PAY", Role::viewer}, {"WEB", Role::admin}};
  EXPECT_EQ(Role::viewer, role_for(roles, "PAY"));
  EXPECT_EQ(Role::admin, role_for(roles, "WEB"));
  EXPECT_EQ(Role::lead, role_for(roles, "OPS"));
  EXPECT_EQ(Role::lead, role_for(roles, "*"));
  EXPECT_EQ(std::nullopt, role_for(ProjectRoles{{"PAY", Role::admin}}, "OPS"));
  EXPECT_EQ(std::nullopt, role_for(ProjectRoles{{"PAY", Role::admin}}, "*"));
  EXPECT_EQ(std::nullopt, role_for(ProjectRoles{{"PAY", Role::admin}}, "pay"));
}

TEST(Role, TheHigherOfBothIsTheHigherForEachProject) {
  const ProjectRoles everywhere{{"*", Role::lead}};
  const ProjectRoles pay{{"PAY", Role::viewer}};
  // One more group never takes anything away.
  EXPECT_EQ((ProjectRoles{{"*", Role::lead}, {"PAY", Role::lead}}), higher_of(everywhere, pay));
  EXPECT_EQ(pay, higher_of({}, pay));
  EXPECT_EQ(pay, higher_of(pay, {}));
  std::mt19937 random{7};
  for (int i = 0; i < 2000; ++i) {
    const auto some = [&] {
      ProjectRoles roles;
      for (const char* project : {"*", "A", "B", "C"}) {
        if (random() % 2 == 0) roles[project] = kRoles[random() % kRoles.size()];
      }
      return roles;
    };
    const ProjectRoles a = some();
    const ProjectRoles b = some();
    const ProjectRoles both = higher_of(a, b);
    for (const char* project : {"*", "A", "B", "C", "D"}) {
      ASSERT_EQ(std::max(role_for(a, project), role_for(b, project)), role_for(both, project)) << project;
    }
  }
}

TEST(Role, AProjectKeyIsPlainText) {
  EXPECT_TRUE(check_roles({{"*", Role::viewer}, {"PAY", Role::lead}, {"Größe 1", Role::lead}}));
  for (const std::string& key :
       {std::string{}, std::string{"a\nb"}, std::string{"\xff"}, std::string(201, 'x')}) {
    EXPECT_FALSE(check_roles({{key, Role::viewer}})) << key;
  }
}

TEST(Scope, TextsComeBack) {
  EXPECT_EQ("read,write,admin,model", to_text(Scopes::all()));
  EXPECT_EQ("", to_text({}));
  EXPECT_EQ((Scopes{Scope::read, Scope::model}), parse_scopes("model,read"));
  EXPECT_EQ(Scopes{}, parse_scopes(""));
  for (const char* text : {"read,", ",read", "read write", "reads", "READ", "read,,write"}) {
    EXPECT_EQ(std::nullopt, parse_scopes(text)) << text;
  }
  EXPECT_TRUE(Scopes::all().contains({Scope::read, Scope::admin}));
  EXPECT_FALSE((Scopes{Scope::read}).contains({Scope::read, Scope::admin}));
}

Principal caller(ProjectRoles roles, Scopes scopes = Scopes::all(), ProjectFilter projects = {true, {}}) {
  return {.kind = Principal::Kind::user,
          .user = 1,
          .roles = std::move(roles),
          .scopes = scopes,
          .projects = std::move(projects)};
}

TEST(Principal, MayWhatRoleAndScopeAllow) {
  const Principal lead = caller({{"*", Role::viewer}, {"PAY", Role::lead}});
  EXPECT_TRUE(may(lead, Role::lead, "PAY", Scope::write));
  EXPECT_TRUE(may(lead, Role::viewer, "PAY", Scope::write));
  EXPECT_FALSE(may(lead, Role::admin, "PAY", Scope::write));
  EXPECT_TRUE(may(lead, Role::viewer, "WEB", Scope::read));
  EXPECT_FALSE(may(lead, Role::member, "WEB", Scope::read));
  EXPECT_FALSE(may(lead, Role::lead, "*", Scope::read));
  EXPECT_TRUE(may_somewhere(lead, Role::lead, Scope::read));
  EXPECT_FALSE(may_somewhere(lead, Role::admin, Scope::read));
  EXPECT_TRUE(visible_projects(lead).all);

  const Principal one = caller({{"PAY", Role::admin}});
  EXPECT_TRUE(may(one, Role::admin, "PAY", Scope::admin));
  EXPECT_FALSE(may(one, Role::viewer, "WEB", Scope::read));
  EXPECT_FALSE(may(one, Role::viewer, "*", Scope::read));
  EXPECT_EQ((ProjectFilter{false, {"PAY"}}), visible_projects(one));

  const Principal nobody = caller({});
  EXPECT_FALSE(may(nobody, Role::viewer, "PAY", Scope::read));
  EXPECT_FALSE(may_somewhere(nobody, Role::viewer, Scope::read));
  EXPECT_EQ((ProjectFilter{false, {}}), visible_projects(nobody));
}

TEST(Principal, AKeyStaysWithinItsScopesAndProjects) {
  const Principal key = caller({{"*", Role::admin}}, {Scope::read}, {false, {"PAY"}});
  EXPECT_TRUE(may(key, Role::admin, "PAY", Scope::read));
  EXPECT_FALSE(may(key, Role::viewer, "PAY", Scope::write));
  EXPECT_FALSE(may(key, Role::viewer, "WEB", Scope::read));
  // An admin's key that is limited to projects does nothing that belongs to none.
  EXPECT_FALSE(may(key, Role::viewer, "*", Scope::read));
  EXPECT_TRUE(may_somewhere(key, Role::lead, Scope::read));
  EXPECT_EQ((ProjectFilter{false, {"PAY"}}), visible_projects(key));
  // A key cannot show what its owner may not see (any more).
  const Principal late = caller({{"WEB", Role::admin}}, Scopes::all(), {false, {"PAY", "WEB"}});
  EXPECT_EQ((ProjectFilter{false, {"WEB"}}), visible_projects(late));
  EXPECT_FALSE(may(late, Role::viewer, "PAY", Scope::read));
}

TEST(Principal, WithoutUsersReadsAndDraftsOnly) {
  const Principal open = open_principal();
  EXPECT_TRUE(may(open, Role::viewer, "PAY", Scope::read));
  EXPECT_TRUE(may(open, Role::member, "PAY", Scope::read));
  for (const Scope scope : {Scope::write, Scope::admin, Scope::model}) {
    EXPECT_FALSE(may_somewhere(open, Role::viewer, scope));
  }
  EXPECT_FALSE(may_somewhere(open, Role::lead, Scope::read));
  EXPECT_EQ(0, open.user);
}

TEST(Principal, WhatIsVisibleIsWhereAViewerMayRead) {
  std::mt19937 random{11};
  const std::vector<std::string> keys{"A", "B", "C"};
  for (int i = 0; i < 2000; ++i) {
    ProjectRoles roles;
    ProjectFilter limit{.all = random() % 2 == 0, .keys = {}};
    for (const std::string& key : keys) {
      if (random() % 2 == 0) roles[key] = kRoles[random() % kRoles.size()];
      if (!limit.all && random() % 2 == 0) limit.keys.insert(key);
    }
    if (random() % 3 == 0) roles["*"] = Role::viewer;
    const Principal one = caller(roles, Scopes::all(), limit);
    for (const char* key : {"A", "B", "C", "D"}) {
      ASSERT_EQ(may(one, Role::viewer, key, Scope::read), visible_projects(one).contains(key));
    }
  }
}

struct NameCase {
  std::string name;
  bool good;
};

TEST(UserRules, Names) {
  const std::vector<NameCase> cases{{"ann", true},
                                    {"Ann O'Neil", true},
                                    {"ann@team.example", true},
                                    {"Łukasz", true},
                                    {"山田", true},
                                    {std::string(64, 'x'), true},
                                    {std::string(65, 'x'), false},
                                    {"", false},
                                    {" ann", false},
                                    {"ann ", false},
                                    {"a\nb", false},
                                    {std::string("a\0b", 3), false},
                                    {"a\u200Bnn", false},
                                    {"\u202Enna", false},
                                    {"\xc3", false},
                                    {"a\u0085b", false}};
  for (const NameCase& one : cases) EXPECT_EQ(one.good, check_name(one.name).has_value()) << one.name;
  std::string sixty_four;
  for (int i = 0; i < 64; ++i) sixty_four += "ß";
  EXPECT_TRUE(check_name(sixty_four));
}

TEST(UserRules, CaseDoesNotTellApart) {
  EXPECT_EQ(folded("ANN"), folded("ann"));
  EXPECT_EQ(folded("ŁUKASZ"), folded("łukasz"));
  EXPECT_EQ(folded("ΣΊΣΥΦΟΣ"), folded("σίσυφος"));
  EXPECT_NE(folded("ann"), folded("anne"));
}

TEST(UserRules, Emails) {
  for (const char* good : {"", "a@b", "ann@team.example", "ann+x@team.example"}) {
    EXPECT_TRUE(check_email(good)) << good;
  }
  for (const char* bad : {"ann", "@b", "a@", "a@b@c", "a b@c", "a@b\n"})
    EXPECT_FALSE(check_email(bad)) << bad;
  EXPECT_FALSE(check_email(std::string(250, 'a') + "@b.example"));
}

TEST(UserRules, Passwords) {
  const auto good = [](std::string text) {
    return check_password(Secret{std::move(text)}, "somebody long", "some@body.example").has_value();
  };
  EXPECT_TRUE(good("ten chars!"));
  EXPECT_FALSE(good("nine char"));
  EXPECT_TRUE(good("ääääääääöö"));  // ten characters of two bytes each
  EXPECT_FALSE(good("äääääöööö"));  // nine, though 18 bytes
  EXPECT_FALSE(good("aaaaaaaaaaaaa"));
  EXPECT_FALSE(good("Somebody Long"));
  EXPECT_FALSE(good("SOME@body.example"));
  EXPECT_FALSE(good("abcdefghij\xff"));
  EXPECT_TRUE(good(std::string(512, 'a') + std::string(512, 'b')));
  EXPECT_FALSE(good(std::string(512, 'a') + std::string(513, 'b')));
  // What is wrong is said, the password is not.
  const auto refused = check_password(Secret{"hunter2"}, "ann", "");
  ASSERT_FALSE(refused);
  EXPECT_EQ(std::string::npos, refused.error().to_string().find("hunter2"));
}

}  // namespace
}  // namespace stint::access
